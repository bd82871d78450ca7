import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogBus } from '@touchstream/event-bus';
import { SqliteEventStore, START, type EventStore } from '@touchstream/event-store';
import type { StoredEvent } from '@touchstream/events';
import { samplesIn } from '../docs/samples.js';
import { Client } from '../fixtures/client.js';
import { freePort, ServerProcess } from '../fixtures/server-process.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

/** Servers start several times, on a machine that may be busy. */
jest.setTimeout(240_000);

const ROOT = join(import.meta.dirname, '../..');
const guide = samplesIn(readFileSync(join(ROOT, 'docs/guides/backup-and-restore.md'), 'utf8'));
/** The guide's block that begins so. */
const block = (beginning: string): string => {
  const found = guide.find(({ command }) => command.startsWith(beginning));
  if (found === undefined) throw new Error(`the guide has no block that begins with ${beginning}`);
  return found.command;
};

interface Projections {
  readonly groups: readonly { readonly state: string; readonly lastError?: { readonly name: string } }[];
  readonly relay: { readonly state: string };
}

describe('the guide to backup and restore', () => {
  let folder: string;
  let server: ServerProcess;
  let client: Client;

  beforeEach(async () => {
    folder = await temporaryFolder();
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    server = new ServerProcess(join(folder, 'data'), await freePort());
    client = new Client(server.url);
  });
  afterEach(async () => {
    await server.kill();
    await removeFolder(folder);
  });

  /** Runs commands as the guide has them, in a folder with a data folder in it; gives what they print. */
  const run = (commands: string): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile('sh', ['-ec', commands], { cwd: folder }, (error, out, err) => {
        if (error === null) resolve(out);
        else reject(new Error(`${commands}: ${out}${err}`));
      });
    });
  const register = (key: string) => client.write('/v1/customers', { kind: 'person', name: key }, { key });

  /** Clients that write until they are told to stop, and what was acknowledged, in order. */
  function load() {
    const acknowledged: string[] = [];
    const over = new AbortController();
    const clients = Array.from({ length: 4 }, async (_, one) => {
      for (let at = 0; !over.signal.aborted; at += 1)
        acknowledged.push((await register(`customer-${one}-${at}`)).events[0]!.id);
    });
    const stop = async () => {
      over.abort();
      await Promise.all(clients);
    };
    const whenAcknowledged = async (count: number) => {
      while (acknowledged.length < count) await new Promise(resolve => setImmediate(resolve));
    };
    return { acknowledged, whenAcknowledged, stop };
  }

  async function eventsIn(data: string): Promise<readonly StoredEvent[]> {
    const store: EventStore = await SqliteEventStore.open({ path: join(folder, data, 'events.db'), readOnly: true });
    const { events, caughtUp } = await store.readFeed({ after: START, limit: 10_000 });
    await store.close();
    if (!caughtUp) throw new Error('there are more events than this test reads');
    return events;
  }
  async function messagesIn(data: string) {
    const bus = await LogBus.open({ path: join(folder, data, 'bus'), readOnly: true });
    const { messages } = await bus.read({ after: -1n, limit: 100_000 });
    await bus.close();
    return messages;
  }

  it('backs up under load, and restores to the same events, views and messages', async () => {
    await server.start();
    const { acknowledged, whenAcknowledged, stop } = load();
    await whenAcknowledged(50);
    const before = [...acknowledged];
    await run(block('npx touchstream backup'));
    const after = acknowledged.length;
    await whenAcknowledged(after + 50);
    await stop();
    await server.whenCaughtUp();
    await server.stop();
    expect(after).toBeGreaterThan(before.length);

    await run(block('mv ./data'));
    const [lived, restored] = [await eventsIn('data.before'), await eventsIn('data')];
    expect(restored.length).toBeLessThan(lived.length);
    expect(restored).toEqual(lived.slice(0, restored.length));
    const ids = new Set(restored.map(({ id }) => id));
    expect(before.filter(id => !ids.has(id))).toEqual([]);

    await server.start();
    await server.whenCaughtUp();
    expect(await run(block('npx touchstream verify'))).toContain('0 streams with gaps');
    const messages = await messagesIn('data');
    expect(messages.length).toBeGreaterThan(before.length);
    expect(messages).toEqual((await messagesIn('data.before')).slice(0, messages.length));

    // What the backup had is known; what was lost is carried out when it is repeated.
    const again = (key: string) => client.post('/v1/customers', { kind: 'person', name: key }, { key });
    const [known, lost] = [await again('customer-0-0'), await again('after-the-backup')];
    expect([known.headers.get('idempotency-replayed'), lost.headers.get('idempotency-replayed')]).toEqual([
      'true',
      null,
    ]);
  });

  it('stops loops that have seen more than there is, until the views are thrown away', async () => {
    await server.start();
    await register('one');
    await server.whenCaughtUp();
    await run(block('npx touchstream backup'));
    await register('two');
    await server.whenCaughtUp();
    await server.stop();
    for (const file of ['', '-wal', '-shm'])
      await cp(join(folder, 'data', `views.db${file}`), join(folder, 'kept', `views.db${file}`)).catch(() => undefined);
    await run(block('mv ./data'));
    await cp(join(folder, 'kept'), join(folder, 'data'), { recursive: true });

    await server.start();
    let status: Projections;
    do status = await client.read<Projections>('/v1/projections');
    while (status.groups.some(({ state }) => state !== 'failed') || status.relay.state !== 'failed');
    expect(status.groups.map(({ lastError }) => lastError?.name)).toEqual(['FeedWentBackwards']);
    expect((await client.get('/v1/customers')).status).toBe(200);
    await server.stop();

    await run(block('rm -f ./data/views.db'));
    await server.start();
    await server.whenCaughtUp();
    await run(block('npx touchstream verify'));
  });

  it('never writes over a backup, and says what it cannot copy', async () => {
    await server.start();
    await run(block('npx touchstream backup'));
    await expect(run(block('npx touchstream backup'))).rejects.toThrow('./backup is not empty');
    await expect(run(`EVENT_STORE_URL=sqlite:./none.db npx touchstream backup ./other`)).rejects.toThrow(
      'there are no events: ./none.db does not exist',
    );
    const elsewhere = `EVENT_STORE_URL=esdb://user:secret@host:2113 npx touchstream backup ./other`;
    await expect(run(elsewhere)).rejects.toThrow(/EVENT_STORE_URL does not begin with sqlite:(?!.*secret@)/);
    await run('mkdir mine broken && echo "this is no database" > broken/feed.db');
    for (const target of ['mine', 'made/for/it']) {
      const broken = `EVENT_BUS_URL=log:./broken npx touchstream backup ${target}`;
      await expect(run(broken)).rejects.toThrow(/: broken\/feed.db cannot be copied: file is not a database\n$/);
    }
    expect(await run('ls -A mine; test ! -e made')).toBe('');
  });
});
