import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  MongoDbViewStore,
  ViewStoreUnavailable,
  type Commit,
  type DocWrite,
  type Generation,
  type Parked,
} from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { TcpProxy } from '../../doubles/tcp-proxy/index.js';
import { newDatabase, type TestDatabase } from '../../fixtures/mongodb.js';

// Some of the servers that speak the protocol are slow.
jest.setTimeout(240_000);

const SERVER = process.env['TEST_MONGODB_URL'] || undefined;
/** A folder with a script `mongodb` that starts and kills a server: `start`, `kill`, `stop`, each with a folder for its data. */
const SERVERS = process.env['TEST_SERVERS'] || undefined;

interface TestDoc {
  readonly name: string;
  readonly body: string;
}
const definition: View<TestDoc> = {
  name: 'faults',
  version: 1,
  keys: () => [],
  on: {},
  initial: () => ({ name: '', body: '' }),
  index: ({ name }) => ({ fields: { name }, lookups: { ref: [name] }, text: [name] }),
  indexes: [{ name: 'by-name', fields: ['name'] }],
};
const view = definition as unknown as View;
const timing = { deadline: 4_000, selection: 1_000 };
/** A call that has to fail does so within this: its bounds, and what a busy machine adds. */
const BOUND = timing.deadline + timing.selection + 2_000;

const COUNT = 200;
/** A commit that writes, replaces, removes and parks; `round` from 0. */
function commitOf(round: number): Commit {
  const base = BigInt(round * COUNT);
  const writes = Array.from({ length: COUNT }, (_, at): DocWrite => {
    const key = `k${(round * 50 + at) % 350}`;
    const doc = at % 10 === 9 ? null : { name: `n${round}-${at}`, body: 'x'.repeat(500) };
    return { key, position: base + BigInt(at), doc };
  });
  const parked = (position: bigint): Parked => ({
    view: view.name,
    key: `p${position}`,
    position,
    eventId: 'e',
    type: 't',
    stream: 's',
    revision: 1,
    reason: 'TypeError',
    parkedAt: '2026-01-02T03:04:05.678Z',
  });
  return {
    writes,
    checkpoint: { position: base + BigInt(COUNT) },
    park: [parked(base), parked(base + 1n)],
    unpark: round === 0 ? [] : [{ key: `p${base - BigInt(COUNT)}`, position: base - BigInt(COUNT) }],
  };
}

/** What the store must hold after so many rounds. */
function expected(rounds: number): { documents: Map<string, DocWrite>; parked: string[] } {
  const documents = new Map<string, DocWrite>();
  const parked: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const write of commitOf(round).writes) documents.set(write.key, write);
    parked.push(`p${round * COUNT + 1}`);
  }
  if (rounds > 0) parked.push(`p${(rounds - 1) * COUNT}`);
  return { documents, parked };
}

async function holds(store: MongoDbViewStore, generation: Generation, rounds: number): Promise<void> {
  const { documents, parked } = expected(rounds);
  expect(await store.getMany(generation, [...documents.keys()])).toEqual(documents);
  expect([...(await store.parkedKeys(generation)).keys()].sort()).toEqual(parked.sort());
  const [found] = await store.generations(view.name);
  expect(found?.checkpoint.position).toBe(BigInt(rounds * COUNT));
  const living = [...documents.values()].filter(({ doc }) => doc !== null);
  const tally = await store.tally(view, { where: [], groupBy: [], sum: [] });
  expect(tally).toEqual([{ group: {}, count: living.length, sums: {} }]);
}

const PATIENCE = 20_000;

/** Calls until the store answers; says how often it failed. Anything but the port's word for a failing store is thrown on. */
async function repeated(call: () => Promise<void>): Promise<number> {
  const until = performance.now() + PATIENCE;
  for (let failed = 0; ; failed += 1)
    try {
      await call();
      return failed;
    } catch (error) {
      if (!(error instanceof ViewStoreUnavailable) || performance.now() > until) throw error;
    }
}
const committed = (store: MongoDbViewStore, generation: Generation, round: number): Promise<number> =>
  repeated(() => store.commit([{ ...commitOf(round), generation, view }]));
const recovered = (store: MongoDbViewStore): Promise<number> => repeated(() => store.ping());

const outcome = async (call: Promise<unknown>) => {
  const started = performance.now();
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, millis: performance.now() - started };
};

function needs(name: string, variable: string, value: string | undefined) {
  if (value !== undefined) return [describe, name] as const;
  const skipped = `${name}: SKIPPED: ${variable} is not set`;
  process.stderr.write(`${skipped}\n`);
  return [describe.skip, skipped] as const;
}

const [onServer, serverTitle] = needs('The views on MongoDB, through a network that fails', 'TEST_MONGODB_URL', SERVER);
onServer(serverTitle, () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let store: MongoDbViewStore;
  let generation: Generation;
  let host: string;

  beforeEach(async () => {
    const { hostname, port } = new URL(SERVER!);
    proxy = await TcpProxy.to({ host: hostname, port: Number(port) });
    database = newDatabase(SERVER!);
    const url = new URL(database.url);
    url.host = host = `${proxy.address.host}:${proxy.address.port}`;
    store = await MongoDbViewStore.open({ url: url.href, timing });
    generation = await store.create(view);
    await store.activate(generation);
  });
  afterEach(async () => {
    await store.close();
    await proxy.close();
    await database.drop();
  });

  it.each([200, 2_000, 20_000, 60_000, 100_000])(
    'come out the same where every connection is cut after %d bytes, in the middle of a commit',
    async cutAfterBytes => {
      for (const round of [0, 1, 2]) {
        proxy.set({ cutAfterBytes });
        const { error } = await outcome(store.commit([{ ...commitOf(round), generation, view }]));
        expect(error).toBeInstanceOf(ViewStoreUnavailable);
        proxy.set({});
        await committed(store, generation, round);
      }
      await holds(store, generation, 3);
    },
  );

  it('fail within a bound where nothing comes through, and go on by themselves', async () => {
    await committed(store, generation, 0);
    proxy.set({ blackhole: true });
    const all = await Promise.all([
      outcome(store.commit([{ ...commitOf(1), generation, view }])),
      outcome(store.get(view, 'k1')),
      outcome(store.ping()),
      outcome(store.acquire({ name: 'views', holder: 'a', ttlMs: 1_000 })),
    ]);
    for (const { error, millis } of all) {
      expect(error).toBeInstanceOf(ViewStoreUnavailable);
      expect(millis).toBeLessThan(BOUND);
    }
    proxy.set({});
    await recovered(store);
    await committed(store, generation, 1);
    await holds(store, generation, 2);
  });

  it('fail soon where the server is away, without naming it, and go on by themselves', async () => {
    await committed(store, generation, 0);
    await proxy.refuse();
    const calls = [store.ping(), store.generations(view.name), store.find(view, { where: [], limit: 1 })];
    for (const { error, millis } of await Promise.all(calls.map(outcome))) {
      expect(error).toBeInstanceOf(ViewStoreUnavailable);
      expect((error as Error).message).not.toContain(host);
      expect(millis).toBeLessThan(BOUND);
    }
    await proxy.accept();
    await recovered(store);
    await holds(store, generation, 1);
  });

  it('can be opened while the server is away, and are ready when it answers', async () => {
    await committed(store, generation, 0);
    await proxy.refuse();
    const url = new URL(database.url);
    url.host = host;
    const other = await MongoDbViewStore.open({ url: url.href, timing, readOnly: true });
    expect((await outcome(other.ping())).error).toBeInstanceOf(ViewStoreUnavailable);
    await proxy.accept();
    await recovered(other);
    await holds(other, generation, 1);
    await other.close();
  });

  it('are right where the way is slow', async () => {
    proxy.set({ latencyMs: 20, bytesPerSecond: 2_000_000 });
    expect(await committed(store, generation, 0)).toBe(0);
    await holds(store, generation, 1);
  });

  it('are closed soon where nothing comes through', async () => {
    await store.ping();
    proxy.set({ blackhole: true });
    const { error, millis } = await outcome(store.close());
    expect(error).toBeUndefined();
    expect(millis).toBeLessThan(BOUND);
  });
});

const [withServers, serversTitle] = needs('The views on MongoDB, on a server that is killed', 'TEST_SERVERS', SERVERS);
withServers(serversTitle, () => {
  let folder: string;
  const server = async (command: string): Promise<string> =>
    (await promisify(execFile)(join(SERVERS!, 'mongodb'), [command, folder])).stdout.trim();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'view-store-server-'));
  });
  afterEach(async () => {
    await server('stop').catch(() => server('kill'));
    await rm(folder, { recursive: true, force: true });
  });

  it('come out the same when it is killed in the middle of commits and started again', async () => {
    const started = await server('start');
    const store = await MongoDbViewStore.open({ url: started.slice(started.indexOf('=') + 1), timing });
    const generation = await store.create(view);
    await store.activate(generation);
    for (const round of [0, 1, 2]) {
      const work = committed(store, generation, round);
      await server('kill');
      await server('start');
      await work;
    }
    await recovered(store);
    await holds(store, generation, 3);
    await store.close();
  }, 120_000);
});
