import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { encode } from '@touchstream/events';
import { TestServer, settingsOf } from '../fixtures/server.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

const ROOT = join(import.meta.dirname, '../..');
const LAUNCHER = join(ROOT, 'apps/cli/bin/touchstream.js');
const EXAMPLE = join(ROOT, 'examples/customers.yaml');

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => removeFolder(folder));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The `touchstream` command as a process of its own, on a data folder. */
const touchstream = (data: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise(resolve => {
    execFile(
      process.execPath,
      [LAUNCHER, ...args],
      { env: { ...process.env, ...settingsOf(data) } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

const resultOf = ({ out }: Ended) => JSON.parse(out) as Record<string, unknown>;

describe('touchstream import', () => {
  it('imports what is good, reports what is bad, and adds nothing the second time', async () => {
    const report = join(folder, 'refused.csv');
    const checked = await touchstream(folder, 'import', EXAMPLE, '--dry-run', '--json');
    expect(await readdir(folder)).toEqual([]);
    const first = await touchstream(folder, 'import', EXAMPLE, '--report', report, '--json');
    const again = await touchstream(folder, 'import', EXAMPLE, '--json');
    expect([checked.code, first.code, again.code]).toEqual([2, 2, 2]);
    expect(resultOf(checked)).toMatchObject({ dryRun: true, rows: 9, accepted: 8, rejected: 1, events: 0 });
    expect(resultOf(first)).toMatchObject({ status: 'completed', rows: 9, accepted: 8, rejected: 1, events: 8 });
    expect(resultOf(again)).toMatchObject({ rows: 9, accepted: 8, rejected: 1, unchanged: 8, events: 0 });
    expect((await readFile(report, 'utf8')).split('\r\n')[1]).toMatch(
      /^customers,7,country,XX,.*country code in capitals,$/,
    );
  });

  it('says that it cannot write the report, and begins nothing', async () => {
    const report = join(folder, 'none', 'refused.csv');
    const { code, err } = await touchstream(folder, 'import', EXAMPLE, '--report', report);
    expect({ code, err }).toEqual({ code: 1, err: `${report} cannot be written: ENOENT\n` });
    expect(await readdir(folder)).toEqual([]);
  });

  describe('of a folder of its own', () => {
    let from: string;
    beforeEach(async () => {
      from = await temporaryFolder();
      await copyFile(EXAMPLE, join(from, 'customers.yaml'));
      await copyFile(join(ROOT, 'examples/customers.csv'), join(from, 'customers.csv'));
    });
    afterEach(() => removeFolder(from));

    it('writes no report over what it imports', async () => {
      const file = join(from, 'customers.csv');
      const before = await readFile(file, 'utf8');
      const ended = await touchstream(folder, 'import', join(from, 'customers.yaml'), '--dry-run', '--report', file);
      expect(ended).toMatchObject({ code: 64, out: '' });
      expect(ended.err).toBe(`the report ${file} would be written over ${file}, which is to be imported\n`);
      expect(await readFile(file, 'utf8')).toBe(before);
    });

    it.each([[[]], [['--url', 'http://127.0.0.1:1']]])(
      'says in one line which file cannot be read, before it opens the report: %j',
      async more => {
        const file = join(from, 'customers.csv');
        const report = join(from, 'refused.csv');
        await rm(file);
        await mkdir(file);
        const ended = await touchstream(folder, 'import', join(from, 'customers.yaml'), '--report', report, ...more);
        expect(ended).toEqual({ code: 64, out: '', err: `${file} cannot be read: EISDIR\n` });
        expect(await readdir(from)).toEqual(['customers.csv', 'customers.yaml']);
      },
    );
  });

  it('sends the import to a running server, which alone may write', async () => {
    const server = await TestServer.start();
    try {
      expect((await touchstream(server.folder, 'import', EXAMPLE, '--dry-run')).code).toBe(2);
      const refused = await touchstream(server.folder, 'import', EXAMPLE);
      expect(refused).toMatchObject({ code: 75, out: '' });
      expect(refused.err).toMatch(/has a writer already.*\n.*--url/);
      const sent = await touchstream(folder, 'import', EXAMPLE, '--url', server.url, '--json');
      expect(sent.code).toBe(2);
      expect(resultOf(sent)).toMatchObject({ rows: 9, accepted: 8, rejected: 1, events: 8 });
      const found = await server.client.read<{ items: { profile: { name: string } }[] }>('/v1/customers?q=青葉', {
        minPosition: await server.head(),
      });
      expect(found.items.map(item => item.profile.name)).toEqual(['株式会社青葉製作所']);
    } finally {
      await server.dispose();
    }
  });

  it('says in plain lines what is wrong with its arguments', async () => {
    const wrong = await Promise.all([
      touchstream(folder, 'import'),
      touchstream(folder, 'import', join(folder, 'none.yaml')),
      touchstream(folder, 'import', EXAMPLE, '--from', folder),
      touchstream(folder, 'import', EXAMPLE, '--url', 'http://127.0.0.1:1'),
      touchstream(folder, 'nonsense'),
      touchstream(folder, 'import', EXAMPLE, '--url', 'http://127.0.0.1:1', '--concurrency', '2'),
    ]);
    expect(wrong.map(({ code }) => code)).toEqual([64, 64, 64, 1, 64, 64]);
    for (const { err } of wrong) expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('touchstream', () => {
  it.each([
    ['import', EXAMPLE, '--url', '127.0.0.1:3000'],
    ['import', EXAMPLE, '--actor', 'a b c'],
    ['views', 'status', '--url', 'localhost:3000'],
  ])('checks its arguments first: %s %s %s %s', async (...args) => {
    const { code, err } = await touchstream(folder, ...args);
    expect(code).toBe(64);
    expect(err).toMatch(/^error: option '.*' argument '.*' is invalid\. must be .*\n$/);
  });

  it('verifies what a server has stored, and tells how far its views are', async () => {
    const server = await TestServer.start();
    try {
      const { id } = await server.client.write('/v1/customers', { kind: 'business', name: 'Acme' });
      const metadata = encode({ schemaVersion: 1, occurredAt: new Date().toISOString() });
      const damaged = { id: randomUUID(), type: 'customer.tier-changed', data: Buffer.from('{'), metadata };
      await server.standalone.eventStore.append(`customer-${id}`, 0, [damaged]);
      await server.standalone.projector.views.whenCaughtUp({ timeoutMs: 10_000 });
      const verified = await touchstream(server.folder, 'verify', '--json');
      const status = await touchstream(folder, 'views', 'status', '--url', server.url, '--json');
      const unknown = await touchstream(folder, 'views', 'rebuild', 'nonsense', '--url', server.url);
      const retried = await touchstream(folder, 'views', 'retry', 'orders', '--url', server.url, '--json');
      expect(verified.code).toBe(0);
      expect(resultOf(verified)).toMatchObject({ unreadable: 1, brokenStreams: [] });
      const { views } = resultOf(verified) as { views: { view: string; differing: number }[] };
      expect(views.filter(view => view.differing > 0)).toEqual([]);
      expect(views.map(view => view.view)).toContain('customer-360');
      expect(resultOf(status)).toMatchObject({ groups: [{ group: 'views', state: 'live' }] });
      expect(resultOf(retried)).toEqual({ folded: 0, parked: 0, rebuilding: false });
      expect(unknown).toMatchObject({ code: 1, err: 'there is no such view\n' });
    } finally {
      await server.dispose();
    }
  });

  it('describes every command with its route, every event and every view', async () => {
    const { out } = await touchstream(folder, 'describe', '--json');
    const { commands, events } = JSON.parse(out) as { commands: unknown[]; events: unknown[] };
    expect(commands).toContainEqual(
      expect.objectContaining({ command: 'OpenOpportunity', route: 'POST /v1/opportunities' }),
    );
    expect(events).toContainEqual(expect.objectContaining({ type: 'opportunity.opened', version: 1 }));
  });
});
