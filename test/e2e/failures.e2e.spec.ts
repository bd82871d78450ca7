import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventToAppend } from '@touchstream/event-store';
import { encode } from '@touchstream/events';
import { createLogger, readConfig } from '@touchstream/platform';
import { startStandalone, standaloneSettings } from '@touchstream/standalone';
import Database from 'better-sqlite3';
import type { Answer, CommandAnswer } from '../fixtures/client.js';
import { Client } from '../fixtures/client.js';
import { EventStream } from '../fixtures/event-stream.js';
import { Program } from '../fixtures/program.js';
import { settingsOf, TestServer } from '../fixtures/server.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

type Line = Readonly<Record<'level' | 'route' | 'problem', string>>;

const customer = { kind: 'business', name: 'Acme' };
const isUnavailable = ({ status, headers, body }: Answer<unknown>) => {
  expect({ status, body }).toMatchObject({ status: 503, body: { type: '/problems/unavailable', status: 503 } });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
};
/** Callers learn what is wrong with a file, when to come again, and not where it is. */
const isInTrouble = ({ status, headers, body }: Answer<unknown>, code: string, detail: string, retryAfter: string) => {
  expect({ status, body, retryAfter: headers.get('retry-after') }).toEqual({
    status: 503,
    body: {
      type: '/problems/unavailable',
      title: 'A part of the system cannot be reached',
      status: 503,
      code,
      detail,
      correlationId: expect.any(String),
    },
    retryAfter,
  });
};

describe('when a store fails under the server', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await TestServer.start();
  });
  afterEach(() => server.dispose());

  it('writes are told so and reads go on, where the event store is closed', async () => {
    const { id, position } = await server.client.write('/v1/customers', customer);
    await server.client.read(`/v1/customers/${id}`, { minPosition: position });
    await server.standalone.eventStore.close();
    isUnavailable(await server.client.post('/v1/customers', customer));
    isUnavailable(await server.client.post(`/v1/customers/${id}/tier`, { tier: 'gold', reason: 'x' }));
    isUnavailable(await server.client.get(`/v1/streams/customer-${id}/events`));
    isUnavailable(await server.client.get(`/v1/customers/${id}?asOf=2030-01-01`));
    isUnavailable(await server.client.get('/v1/events?from=start'));
    expect(await server.client.read(`/v1/customers/${id}`)).toMatchObject({ customerId: id });
    expect(await server.client.send('/health/ready')).toMatchObject({
      status: 503,
      body: { ready: false, checks: { 'event-store': 'down', 'view-store': 'up' } },
    });
    expect(await server.client.read('/health/live')).toEqual({ live: true });
  });

  it('writes to a record that a newer version has written to are to be tried again, and one that is broken is told', async () => {
    const { eventStore } = server.standalone;
    const tier = (id: string) => server.client.post(`/v1/customers/${id}/tier`, { tier: 'gold', reason: 'x' });
    const metadata = (schemaVersion: number) => encode({ schemaVersion, occurredAt: new Date().toISOString() });
    const write = async (over: Partial<EventToAppend>) => {
      const { id } = await server.client.write('/v1/customers', customer);
      const event = {
        id: randomUUID(),
        type: 'customer.tier-changed',
        data: encode({}),
        metadata: metadata(1),
        ...over,
      };
      await eventStore.append(`customer-${id}`, 0, [event]);
      return tier(id);
    };
    isUnavailable(await write({ metadata: metadata(99) }));
    isUnavailable(await write({ type: 'customer.not-thought-of-yet' }));
    expect(await write({ data: Buffer.from('{') })).toMatchObject({ status: 500 });
  });

  it('reads are told so and writes go on, where the view store is closed', async () => {
    const { id } = await server.client.write('/v1/customers', customer);
    await server.standalone.viewStore.close();
    for (const path of ['/v1/customers', `/v1/customers/${id}`, `/v1/customers/${id}/timeline`, '/v1/pipeline'])
      isUnavailable(await server.client.get(path));
    isUnavailable(await server.client.get('/v1/customers', { minPosition: '0' }));
    expect((await server.client.post('/v1/customers', customer)).status).toBe(201);
    expect(await server.client.send('/health/ready')).toMatchObject({
      status: 503,
      body: { checks: { 'event-store': 'up', 'view-store': 'down' } },
    });
  });

  it('writes are told so within seconds while another program holds the file, and taken afterwards', async () => {
    const { id } = await server.client.write('/v1/customers', customer);
    const other = new Database(join(server.folder, 'events.db'));
    other.exec('BEGIN IMMEDIATE');
    const key = 'held';
    const started = performance.now();
    const refused = await server.client.post(`/v1/customers/${id}/tier`, { tier: 'gold', reason: 'x' }, { key });
    isInTrouble(refused, 'file-held', 'another process holds a file of a store', '1');
    expect(performance.now() - started).toBeLessThan(10_000);
    other.exec('ROLLBACK');
    other.close();
    const after = await server.client.post(`/v1/customers/${id}/tier`, { tier: 'gold', reason: 'x' }, { key });
    expect(after).toMatchObject({ status: 200, body: { revision: 1 } });
    const { items } = await server.client.read<{ items: unknown[] }>(`/v1/streams/customer-${id}/events`);
    expect(items).toHaveLength(2);
  });
});

describe('a subscription', () => {
  it('ends where the event store fails, which is logged under its correlation id', async () => {
    const folder = await temporaryFolder();
    const lines: string[] = [];
    const logger = createLogger('test', 'warn', { write: line => lines.push(line) });
    const server = await startStandalone(readConfig(standaloneSettings, settingsOf(folder)), logger);
    const headers = { 'x-correlation-id': 'subscriber' };
    const stream = await EventStream.open(`${server.url}/v1/events`, headers);
    await server.eventStore.close();
    await stream.ended().catch(() => undefined);
    const { level, route, problem } = JSON.parse(lines.find(line => line.includes('subscriber')) ?? '{}') as Line;
    expect({ level, route, problem }).toEqual({ level: 'warn', route: '/v1/events', problem: 'unavailable' });
    await server.stop();
    await removeFolder(folder);
  });
});

describe('when the disk takes nothing more', () => {
  const MAIN = join(import.meta.dirname, '../../apps/standalone/dist/main.js');
  let folder: string;
  const running: Program[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.signal('SIGKILL');
      await program.ended();
    }
    await removeFolder(folder);
  });

  async function start(under: readonly string[] = []) {
    const program = new Program([MAIN, '--empty'], { env: settingsOf(folder), under });
    running.push(program);
    const [, url] = await program.says(/ready at (\S+)/);
    return { program, client: new Client(url!) };
  }

  it('writes are told so, the server lives, and nothing that was acknowledged is lost', async () => {
    // No file may grow beyond a mebibyte or two, as the shell counts; the signal for it is ignored, so that writing fails.
    const { program, client } = await start(['sh', '-c', `trap '' XFSZ; ulimit -f 2048; exec "$@"`, 'sh']);
    const touch = (customerId: string, at: number) =>
      client.post('/v1/interactions', {
        customerId,
        channel: 'phone',
        direction: 'inbound',
        subject: `Touch ${at}`,
        summary: 'x'.repeat(1_900),
      });
    const { id } = await client.write('/v1/customers', customer);
    const acknowledged: CommandAnswer[] = [];
    let refusal: Answer<CommandAnswer> | undefined;
    for (let at = 0; refusal === undefined; at += 1) {
      const answer = await touch(id, at);
      if (answer.status === 201) acknowledged.push(answer.body);
      else refusal = answer;
    }
    isInTrouble(refusal, 'disk-failed', 'the disk of a store failed', '30');
    expect(acknowledged.length).toBeGreaterThan(10);
    isInTrouble(await touch(id, -1), 'disk-failed', 'the disk of a store failed', '30');
    expect(await client.read('/health/live')).toEqual({ live: true });
    expect((await client.get(`/v1/streams/customer-${id}/events`)).status).toBe(200);
    program.signal('SIGTERM');
    await program.ended();

    const again = await start();
    const { position } = acknowledged.at(-1)!;
    const seen = new Set<string>();
    for (let next: string | null = ''; next !== null;) {
      const page: { items: { eventId: string }[]; next: string | null } = await again.client.read(
        `/v1/customers/${id}/timeline?limit=200${next === '' ? '' : `&after=${next}`}`,
        { minPosition: position },
      );
      for (const { eventId } of page.items) seen.add(eventId);
      ({ next } = page);
    }
    expect(acknowledged.filter(one => !seen.has(one.events[0]!.id))).toEqual([]);
    expect((await again.client.post('/v1/customers', customer)).status).toBe(201);
  });
});
