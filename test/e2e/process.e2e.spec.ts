import { request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '@touchstream/event-store';
import { contractOf, encode, eventCatalogue } from '@touchstream/events';
import { Client } from '../fixtures/client.js';
import { EventStream } from '../fixtures/event-stream.js';
import { Program, run } from '../fixtures/program.js';
import { settingsOf } from '../fixtures/server.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

const MAIN = join(import.meta.dirname, '../../apps/standalone/dist/main.js');

describe('the server as a process', () => {
  let folder: string;
  const running: Program[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.signal('SIGKILL');
      await program.ended();
    }
  });
  afterAll(() => removeFolder(folder));

  /** Starts a server that must come up. */
  async function start(env: Readonly<Record<string, string>> = {}) {
    const program = new Program([MAIN, '--empty'], { env: { ...settingsOf(folder), ...env } });
    running.push(program);
    const [, url] = await program.says(/ready at (\S+)/);
    return { program, client: new Client(url!) };
  }
  /** Starts a server that must not come up. */
  const refusal = (env: Readonly<Record<string, string>>, args: readonly string[] = ['--empty']) =>
    run([MAIN, ...args], { env: { ...settingsOf(folder), ...env } });
  const oneLine = expect.stringMatching(/^[^\n]+\n$/);

  it('listens on loopback only, unless told otherwise in plain words', async () => {
    const { client } = await start();
    expect(new URL(client.url).hostname).toBe('127.0.0.1');
    expect(await client.read('/health/ready')).toMatchObject({ ready: true });
    const others = Object.values(networkInterfaces())
      .flatMap(list => list ?? [])
      .filter(one => !one.internal && one.family === 'IPv4');
    const reached = await Promise.all(
      others.map(async ({ address }) => {
        const url = `http://${address}:${new URL(client.url).port}/health/live`;
        return fetch(url).then(
          () => url,
          () => undefined,
        );
      }),
    );
    expect(reached.filter(one => one !== undefined)).toEqual([]);
  });

  it('answers for this machine only, unless told otherwise in plain words', async () => {
    const asked = async (url: string) => {
      const sent = request(`${url}/health/live`, { headers: { host: 'crm.example' } }).end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return answer.resume().statusCode;
    };
    const { program, client } = await start();
    expect(await asked(client.url)).toBe(421);
    program.signal('SIGTERM');
    await program.ended();
    expect(await asked((await start({ ALLOW_REMOTE_ACCESS_WITHOUT_SIGN_IN: 'yes' })).client.url)).toBe(200);
  });

  it.each([
    ['HOST', '0.0.0.0', 'ALLOW_REMOTE_ACCESS_WITHOUT_SIGN_IN'],
    ['PORT', 'abc', 'PORT'],
    ['TENANT_ID', 'Two Words', 'TENANT_ID'],
    ['EVENT_STORE_URL', 'mysql://secret@db', 'EVENT_STORE_URL'],
    ['EVENT_STORE_URL', 'esdb://user:secret@', 'EVENT_STORE_URL cannot be used: it is no URL of KurrentDB'],
    ['VIEW_STORE_URL', 'sqlite:', 'VIEW_STORE_URL cannot be used: it names no file'],
    ['EVENT_BUS_URL', 'log:', 'EVENT_BUS_URL cannot be used: it names no folder'],
    ['VIEW_FEED', 'kafka', 'VIEW_FEED'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://user:secret@collector:port', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ])('does not start with %s=%s, and says why in one line', async (name, value, named) => {
    const { code, stderr, stdout } = await refusal({ [name]: value });
    expect({ code, stderr, stdout }).toEqual({ code: 78, stderr: oneLine, stdout: '' });
    expect(stderr).toContain(named);
    expect(stderr).not.toContain('secret');
  });

  it.each([
    ['EVENT_STORE_URL', 'sqlite:', 'notes.txt', 'notes.txt is not an event store'],
    ['VIEW_STORE_URL', 'sqlite:', 'notes.txt', 'notes.txt is not a view store'],
    ['EVENT_BUS_URL', 'log:', '', 'log.db is not an event bus'],
  ])('does not start on a file that is not what %s names', async (name, scheme, url, told) => {
    const notes = 'These are notes, and no database. '.repeat(100);
    for (const file of ['notes.txt', 'log.db']) await writeFile(join(folder, file), notes);
    const { code, stderr } = await refusal({ [name]: scheme + join(folder, url) });
    expect({ code, stderr }).toEqual({ code: 78, stderr: oneLine });
    expect(stderr).toContain(told);
  });

  it.each(['EVENT_STORE_URL', 'VIEW_STORE_URL'])('does not start where %s names a folder', async name => {
    const { code, stderr } = await refusal({ [name]: `sqlite:${folder}` });
    expect({ code, stderr }).toEqual({ code: 78, stderr: oneLine });
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  it.each([
    ['event-store', 'events.db'],
    ['view-store', 'views.db'],
  ])('listens while its %s is away, and says that it is ready when it is', async (engine, file) => {
    const own = await temporaryFolder();
    try {
      const { program } = await start({ ...settingsOf(own) });
      program.signal('SIGTERM');
      await program.ended();
      const damaged = join(own, file);
      const bytes = await readFile(damaged);
      await writeFile(damaged, bytes.fill(0xff, 100));
      const again = new Program([MAIN], { env: { ...settingsOf(own), LOG_LEVEL: 'info' } });
      running.push(again);
      const [, url] = await again.says(/"url":"([^"]+)","msg":"listening"/);
      expect(await new Client(url!).send('/health/ready')).toMatchObject({
        status: 503,
        body: { ready: false, checks: { [engine]: 'down' } },
      });
      await rm(damaged);
      await again.says(/ready at (\S+)/);
      again.signal('SIGTERM');
      const { code, stdout } = await again.ended();
      expect(code).toBe(0);
      expect(stdout.indexOf('engine is there')).toBeLessThan(stdout.indexOf('ready at'));
    } finally {
      await removeFolder(own);
    }
  });

  it('does not start with an argument that it does not know', async () => {
    const { code, stderr } = await refusal({}, ['--emtpy']);
    expect({ code, stderr }).toEqual({ code: 64, stderr: oneLine });
  });

  it('does not start on a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { code, stderr } = await refusal({ PORT: String((other.address() as AddressInfo).port) });
    other.close();
    expect({ code, stderr }).toEqual({ code: 78, stderr: oneLine });
    expect(stderr).toContain('PORT');
  });

  it('does not start twice on the same data, and the first one goes on', async () => {
    const { client } = await start();
    const { code, stderr } = await refusal({});
    expect({ code, stderr }).toEqual({ code: 75, stderr: oneLine });
    await client.write('/v1/customers', { kind: 'business', name: 'Still here' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops within seconds at %s, whatever is under way', async signal => {
    const { program, client } = await start();
    const stream = await EventStream.open(`${client.url}/v1/events`);
    const waiting = client.get('/v1/customers', { minPosition: '999999999' }).catch(() => undefined);
    const writes = Array.from({ length: 50 }, (_, at) =>
      client.post('/v1/customers', { kind: 'business', name: `Under way ${at}` }).catch(() => undefined),
    );
    await writes[0];
    const started = performance.now();
    program.signal(signal);
    const { code, stderr } = await program.ended();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(performance.now() - started).toBeLessThan(8_000);
    await Promise.all([...writes, waiting, stream.ended().catch(() => undefined)]);
  });

  it('goes on where it stopped, and where it was killed', async () => {
    const customer = { kind: 'business', name: 'Durable', code: 'DURABLE' };
    const first = await start();
    const made = await first.client.write('/v1/customers', customer, { key: 'durable-1' });
    first.program.signal('SIGTERM');
    await first.program.ended();

    const second = await start();
    expect(await second.client.read(`/v1/customers/${made.id}`, { minPosition: made.position })).toMatchObject({
      profile: { name: 'Durable' },
    });
    const tier = { tier: 'gold', reason: 'x' };
    const changed = await second.client.write(`/v1/customers/${made.id}/tier`, tier, { key: 'durable-2' });
    second.program.signal('SIGKILL');
    await second.program.ended();

    const third = await start();
    const read = await third.client.get(`/v1/customers/${made.id}`, { minPosition: changed.position });
    expect(read.body).toMatchObject({ tier: 'gold', revision: 1 });
    const again = await third.client.post('/v1/customers', customer, { key: 'durable-1' });
    expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', made]);
    const repeated = await third.client.post(`/v1/customers/${made.id}/tier`, tier, { key: 'durable-2' });
    expect(repeated.body).toEqual(changed);
    const taken = await third.client.post('/v1/customers', { ...customer, name: 'Other' });
    expect(taken.status).toBe(409);
    const { items } = await third.client.read<{ items: unknown[] }>(`/v1/streams/customer-${made.id}/events`);
    expect(items).toHaveLength(2);
  });

  it('builds views where it can have no temporary file, and says so in its log', async () => {
    const own = await temporaryFolder();
    try {
      const store = await SqliteEventStore.open({ path: join(own, 'events.db') });
      const { example } = contractOf(eventCatalogue.get('sales-process.published')!);
      const published = () => ({
        id: randomUUID(),
        type: 'sales-process.published',
        data: encode({ ...example, name: 'x'.repeat(10_000) }),
        metadata: encode({ schemaVersion: 1, tenantId: 'main', occurredAt: new Date().toISOString() }),
      });
      const events = Array.from({ length: 400 }, published);
      for (let at = 0; at < events.length; at += 50)
        await store.append('sales-process-large', at - 1, events.slice(at, at + 50));
      await store.close();
      const env = { ...settingsOf(own), TMPDIR: join(own, 'none'), LOG_LEVEL: 'info' };
      const program = new Program([MAIN, '--empty'], { env });
      running.push(program);
      await program.says(
        /"level":"warn".*"group":"views","reason":"Error ENOENT","msg":"no temporary file for a build/,
      );
    } finally {
      await removeFolder(own);
    }
  });

  it('has a sales process at first start, and publishes it once', async () => {
    const { client } = await start();
    const process = await client.read<{ revision: number; stages: unknown[] }>('/v1/sales-processes/default', {
      minPosition: '0',
    });
    expect(process).toMatchObject({ isDefault: true, revision: 0, version: 1 });
  });
});
