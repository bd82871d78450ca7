import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7, type StoredEvent } from '@touchstream/events';
import {
  EventStoreFenced,
  EventStoreIncompatible,
  EventStoreUnavailable,
  KurrentDbEventStore,
  NO_STREAM,
  START,
  WrongExpectedRevision,
  type EventToAppend,
  type FeedBatch,
  type FeedFilter,
  type Timing,
} from '@touchstream/event-store';
import { CERTIFICATE, exception, KurrentDbDouble, unavailable, type Fault } from './index.js';

const timing: Timing = { deadline: 10_000, patience: 20_000, silence: 1_500, firstPause: 5, longestPause: 50 };
/** Where the server is to be silent. */
const DEADLINE = 500;

const newEvent = (type = 'thing.happened'): EventToAppend => ({
  id: uuidv7(),
  type,
  data: Buffer.from('{"n":1}'),
  metadata: Buffer.from('{"schemaVersion":1}'),
});
const all = { direction: 'forwards', limit: 1_000 } as const;

let double: KurrentDbDouble;
let store: KurrentDbEventStore;
let stream: string;
const connect = (over: Partial<Timing> = {}, url = double.url) =>
  KurrentDbEventStore.open({ url, timing: { ...timing, ...over } });
beforeEach(async () => {
  double = await KurrentDbDouble.start();
  store = await connect();
  stream = `thing-${uuidv7()}`;
});
afterEach(async () => {
  await store.close();
  await double.stop();
});
const gate = () => {
  let open!: () => void;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
};
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );

describe('an append to KurrentDB', () => {
  const outcomesUnknown: [string, () => Fault[]][] = [
    ['is lost after the append', () => [{ kind: 'answer lost' }]],
    ['is lost several times', () => [{ kind: 'answer lost' }, { kind: 'answer lost' }]],
    ['never comes, because nothing was done', () => [{ kind: 'silence' }]],
    ['is a refusal for a while', () => Array.from({ length: 5 }, () => ({ kind: 'refused', error: unavailable() }))],
    ['is that time ran out', () => [{ kind: 'refused', error: exception('timeout') }]],
  ];
  it.each(outcomesUnknown)('is made once where its answer %s', async (_, faults) => {
    const events = [newEvent(), newEvent()];
    await store.close();
    store = await connect({ deadline: DEADLINE });
    double.faults.plan('append', ...faults());
    const { repeated, ...first } = await store.append(stream, NO_STREAM, events);
    expect({ repeated, revision: first.revision }).toEqual({ repeated: false, revision: 1 });
    expect(await store.append(stream, NO_STREAM, events)).toEqual({ ...first, repeated: true });
    const stored = await store.readStream(stream, all);
    expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('is made once where its answer comes when nobody waits for it any more', async () => {
    const answer = gate();
    double.faults.plan('append', { kind: 'late', until: answer.opened });
    const hasty = await connect({ deadline: DEADLINE });
    const first = await hasty.append(stream, NO_STREAM, [newEvent()]);
    answer.open();
    expect(await hasty.append(stream, first.revision, [newEvent()])).toMatchObject({ revision: 1, repeated: false });
    expect(double.log.stream(stream)).toHaveLength(2);
    await hasty.close();
  });

  it('leaves none of many waiting when all their answers are lost', async () => {
    const faults = Array.from({ length: 200 }, (): Fault => ({ kind: 'answer lost' }));
    double.faults.plan('append', ...faults);
    const streams = faults.map(() => `thing-${uuidv7()}`);
    await Promise.all(streams.map(name => store.append(name, NO_STREAM, [newEvent()])));
    for (const name of streams) expect(double.log.stream(name)).toHaveLength(1);
  });

  it('is made while the reading around it fails', async () => {
    double.faults.plan('read', { kind: 'ended' }, { kind: 'refused', error: unavailable() }, { kind: 'answer lost' });
    const appended = await store.append(stream, NO_STREAM, [newEvent()]);
    expect(appended).toMatchObject({ revision: 0, repeated: false });
    expect(double.log.stream(stream)).toHaveLength(1);
  });

  it('answers all of hundreds that come at once on a fresh connection', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, () => store.append(`thing-${uuidv7()}`, NO_STREAM, [newEvent()])),
    );
    expect(new Set(answers.map(({ position }) => position)).size).toBe(400);
  });

  it('is made when the server comes back within its patience', async () => {
    await store.append(stream, NO_STREAM, [newEvent()]);
    const { log, port } = double;
    await double.stop();
    const appending = store.append(stream, 0, [newEvent()]);
    double = await KurrentDbDouble.start({ log, port });
    expect(await appending).toMatchObject({ revision: 1 });
  });

  it('fails as unavailable when the server does not come back, and leaves other calls as they were', async () => {
    await double.stop();
    const impatient = await connect({ patience: 100 });
    await expect(impatient.append(stream, NO_STREAM, [newEvent()])).rejects.toThrow(EventStoreUnavailable);
    await expect(impatient.readStream(stream, all)).rejects.toThrow(EventStoreUnavailable);
    await expect(impatient.ping()).rejects.toThrow(EventStoreUnavailable);
    await impatient.close();
  });

  it('follows the leader', async () => {
    const follower = await KurrentDbDouble.start({ log: double.log, leader: double });
    const client = await connect({}, follower.url);
    expect(await client.append(stream, NO_STREAM, [newEvent()])).toMatchObject({ revision: 0, repeated: false });
    expect(double.calls.append).toBe(1);
    expect(double.newest.append?.get('requires-leader')).toEqual(['true']);
    await client.close();
    const reader = await connect({}, follower.url);
    expect((await reader.readFeed({ after: START, limit: 10 })).events).toHaveLength(1);
    await reader.close();
    await follower.stop();
  });

  it('is refused with the revision that another writer brought the stream to meanwhile', async () => {
    const other = { ...newEvent(), contentType: 'application/json' };
    const by = () => void double.log.append(stream, NO_STREAM, [other, { ...other, id: uuidv7() }]);
    double.faults.plan('append', { kind: 'overtaken', by });
    const reason = await reasonOf(store.append(stream, NO_STREAM, [newEvent()]));
    expect(reason).toBeInstanceOf(WrongExpectedRevision);
    expect(reason).toMatchObject({ stream, expected: NO_STREAM, actual: 1 });
    expect(double.calls.append).toBe(1);
  });

  it('is refused where the stream does not exist at all', async () => {
    expect(await reasonOf(store.append(stream, 3, [newEvent()]))).toMatchObject({ expected: 3, actual: NO_STREAM });
  });

  it.each([
    ['maximum-append-size-exceeded', { 'maximum-append-size': '1048576' }, RangeError],
    ['stream-deleted', { 'stream-name': 'thing-1' }, EventStoreIncompatible],
  ])('is not tried again where the server says %s', async (name, properties, kind) => {
    double.faults.plan('append', { kind: 'refused', error: exception(name, properties) });
    expect(await reasonOf(store.append(stream, NO_STREAM, [newEvent()]))).toBeInstanceOf(kind);
    expect(double.calls.append).toBe(1);
  });

  it('is refused by a store that only reads', async () => {
    const reader = await KurrentDbEventStore.open({ url: double.url, readOnly: true });
    await expect(reader.append(stream, NO_STREAM, [newEvent()])).rejects.toThrow(EventStoreFenced);
    expect(await reader.readStream(stream, all)).toEqual([]);
    await reader.close();
  });
});

describe('a connection to KurrentDB', () => {
  it('is encrypted, and gives the credentials of its URL, where that says so', async () => {
    const secure = await KurrentDbDouble.start({ tls: true });
    const url = secure.url.replace('://', '://%C3%A9lise:p%40ss%3Aword@');
    const trusting = await connect({}, `${url}&tlsCAFile=${encodeURIComponent(CERTIFICATE)}`);
    expect(await trusting.append(stream, NO_STREAM, [newEvent()])).toMatchObject({ revision: 0 });
    const authorization = `Basic ${Buffer.from('élise:p@ss:word').toString('base64')}`;
    expect(secure.newest.append?.get('authorization')).toEqual([authorization]);
    const wary = await connect({ patience: 0 }, url);
    await expect(wary.ping()).rejects.toThrow(EventStoreUnavailable);
    await Promise.all([trusting.close(), wary.close()]);
    await secure.stop();
  });

  it('says that the credentials are refused, and not which', async () => {
    const refused = exception('access-denied');
    double.faults.plan('read', { kind: 'refused', error: refused });
    await expect(store.ping()).rejects.toThrow(/^KurrentDB: the server refuses the credentials$/);
  });
});

describe('reading from KurrentDB', () => {
  it('has a deadline', async () => {
    const bounded = await connect({ deadline: DEADLINE });
    double.faults.plan('read', { kind: 'silence' }, { kind: 'silence' });
    await expect(bounded.readStream(stream, all)).rejects.toThrow(EventStoreUnavailable);
    await expect(bounded.head()).rejects.toThrow(EventStoreUnavailable);
    double.faults.plan('subscribe', { kind: 'silence' });
    await expect(bounded.readFeed({ after: START, limit: 10 })).rejects.toThrow(EventStoreUnavailable);
    await bounded.close();
    await store.ping();
  });

  it('gives none of the events that are the server’s own', async () => {
    await store.append(stream, NO_STREAM, [newEvent()]);
    for (const filter of [
      undefined,
      { streamPrefixes: ['$', 'thing-'] },
      { types: ['$UserCreated', 'thing.happened'] },
    ]) {
      const { events, caughtUp } = await store.readFeed({ after: START, limit: 10, ...(filter && { filter }) });
      expect({ streams: events.map(event => event.stream), caughtUp }).toEqual({ streams: [stream], caughtUp: true });
    }
  });

  it('finds types that a pattern would take for something else', async () => {
    const odd = ['thing.(odd)+[1]$', String.raw`thing.\d{2}|^*?`];
    await store.append(stream, NO_STREAM, [newEvent(), ...odd.map(type => newEvent(type))]);
    const { events } = await store.readFeed({ after: START, limit: 10, filter: { types: odd } });
    expect(events.map(({ type }) => type)).toEqual(odd);
  });

  it('gives the exact bytes of what another writer marked as JSON though it is none', async () => {
    const data = Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0x00]);
    const metadata = Buffer.from(' {"b":1,"a":1.0,"a":2 }\n');
    double.log.append(stream, NO_STREAM, [{ ...newEvent(), contentType: 'application/json', data, metadata }]);
    const stored = await store.readStream(stream, all);
    const { events } = await store.readFeed({ after: START, limit: 10 });
    for (const event of [stored[0], events[0]])
      expect([Buffer.from(event!.data), Buffer.from(event!.metadata)]).toEqual([data, metadata]);
  });

  it('marks JSON as JSON for the server’s other readers, and nothing else', async () => {
    const bytes = ['{"n":1}', '{"n":1', '\ufeff{}', ''].map(text => Buffer.from(text));
    const events = [...bytes, Buffer.from([0x22, 0xff, 0x22])].map(data => ({ ...newEvent(), data }));
    await store.append(stream, NO_STREAM, events);
    const [json, ...others] = double.log.stream(stream)!.map(({ contentType }) => contentType);
    expect(json).toBe('application/json');
    expect(new Set(others)).toEqual(new Set(['application/octet-stream']));
  });

  it('finds the leader by gossip', async () => {
    const url = double.url.replace('esdb:', 'kurrentdb+discover:');
    const client = await connect({}, url);
    expect(await client.append(stream, NO_STREAM, [newEvent()])).toMatchObject({ revision: 0 });
    await client.close();
  });

  it('fails as unavailable, and no more than that, where a subscription breaks while no leader is found', async () => {
    const seed = await KurrentDbDouble.start({ log: double.log, leader: double });
    const client = await connect({}, seed.url.replace('esdb:', 'esdb+discover:') + '&maxDiscoverAttempts=3');
    const leave = new AbortController();
    const batches = client.subscribe({ after: START, limit: 1, signal: leave.signal })[Symbol.asyncIterator]();
    expect((await batches.next()).value?.caughtUp).toBe(true);
    await seed.stop();
    double.faults.plan('read', { kind: 'refused', error: unavailable() });
    await expect(client.ping()).rejects.toThrow('out of order');
    const looking = reasonOf(client.ping());
    double.cutSubscriptions('broken');
    expect(await looking).toMatchObject({ message: 'KurrentDB: Failed to discover after 3 attempts.' });
    leave.abort();
    await client.close();
  });
});

describe('a subscription to KurrentDB', () => {
  let leave: AbortController;
  beforeEach(() => {
    leave = new AbortController();
  });
  afterEach(() => leave.abort());
  const subscribe = (options: { filter?: FeedFilter; after?: bigint } = {}, from = store) =>
    from.subscribe({ after: START, limit: 100, ...options, signal: leave.signal })[Symbol.asyncIterator]();
  const readUntil = async (
    batches: AsyncIterator<FeedBatch>,
    enough: (events: readonly StoredEvent[], batch: FeedBatch) => boolean,
  ) => {
    const events: StoredEvent[] = [];
    for (;;) {
      const { value, done } = await batches.next();
      if (done === true) throw new Error('the subscription ended by itself');
      const batch = value as FeedBatch;
      events.push(...batch.events);
      if (enough(events, batch)) return { events, batch };
    }
  };
  const append = async (count: number, from: number) => {
    for (let at = 0; at < count; at += 1) await store.append(stream, from + at - 1, [newEvent()]);
  };
  const revisions = (events: readonly StoredEvent[]) => events.map(({ revision }) => revision);
  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

  const interruptions: [string, () => void][] = [
    ['ends it', () => double.cutSubscriptions('ended')],
    ['breaks it', () => double.cutSubscriptions('broken')],
    ['falls silent', () => double.silenceSubscriptions()],
  ];
  it.each(interruptions)('goes on, without loss or repetition, where the server %s', async (_, interrupt) => {
    const batches = subscribe();
    await append(3, 0);
    const before = await readUntil(batches, events => events.length >= 3);
    interrupt();
    await append(3, 3);
    const after = await readUntil(batches, events => events.length >= 3);
    expect(revisions([...before.events, ...after.events])).toEqual(upTo(6));
    expect(double.calls.subscribe).toBeGreaterThan(1);
  });

  it('comes back through refusals, ends and silence, from its own position', async () => {
    const batches = subscribe();
    await append(3, 0);
    const before = await readUntil(batches, events => events.length >= 3);
    double.faults.plan(
      'subscribe',
      { kind: 'refused', error: unavailable() },
      { kind: 'ended' },
      { kind: 'silence' },
      { kind: 'answer lost' },
    );
    double.cutSubscriptions('broken');
    await append(3, 3);
    const after = await readUntil(batches, events => events.length >= 3);
    expect(revisions([...before.events, ...after.events])).toEqual(upTo(6));
  });

  it('comes back when the server does', async () => {
    const batches = subscribe();
    await append(3, 0);
    await readUntil(batches, events => events.length >= 3);
    const { log, port } = double;
    const next = readUntil(batches, events => events.length >= 1);
    await double.stop();
    double = await KurrentDbDouble.start({ log, port });
    await append(1, 3);
    expect(revisions((await next).events)).toEqual([3]);
  });

  it('fails as unavailable where the server stays away', async () => {
    const impatient = await connect({ patience: 100 });
    const batches = subscribe({}, impatient);
    await readUntil(batches, (_, batch) => batch.caughtUp);
    await double.stop();
    await expect(batches.next()).rejects.toThrow(EventStoreUnavailable);
    await impatient.close();
  });

  it('leaves no call open on the server', async () => {
    const batches = subscribe();
    await append(1, 0);
    await readUntil(batches, events => events.length >= 1);
    expect(double.subscriptions).toBe(1);
    leave.abort();
    expect((await batches.next()).done).toBe(true);
    await double.idle();
    expect(double.subscriptions).toBe(0);
  });

  it('leaves no call open on the server where it could begin only when nobody waited for it any more', async () => {
    const client = await connect({ deadline: DEADLINE }, double.url.replace('esdb:', 'esdb+discover:'));
    await client.append(stream, NO_STREAM, [newEvent()]);
    const head = gate();
    const leader = gate();
    double.faults.plan('read', { kind: 'late', until: head.opened }, { kind: 'refused', error: unavailable() });
    double.faults.plan('gossip', { kind: 'late', until: leader.opened });
    const reading = reasonOf(client.readFeed({ after: START, limit: 1 }));
    await expect(client.ping()).rejects.toThrow('out of order');
    // The search for the leader begins, and the feed is subscribed to when it has ended.
    const looking = reasonOf(client.ping());
    head.open();
    for (const reason of [await reading, await looking])
      expect(reason).toMatchObject({ message: `KurrentDB: no answer within ${DEADLINE} ms` });
    leader.open();
    await client.ping();
    await double.idle();
    expect(double.subscriptions).toBe(0);
    await client.close();
  });

  it('stops, and the store with it, where the feed went backwards', async () => {
    await append(5, 0);
    const batches = subscribe();
    await readUntil(batches, events => events.length >= 5);
    double.log.lose(2);
    double.cutSubscriptions('broken');
    await expect(batches.next()).rejects.toThrow(EventStoreFenced);
    await expect(store.append(stream, 2, [newEvent()])).rejects.toThrow(EventStoreFenced);
    await expect(store.ping()).rejects.toThrow(EventStoreFenced);
  });

  it('is not gone on with where more is appended than was lost', async () => {
    await append(5, 0);
    const batches = subscribe();
    await readUntil(batches, events => events.length >= 5);
    const after = await store.head();
    double.log.lose(2);
    await expect(store.head()).rejects.toThrow(EventStoreFenced);
    const fresh = await connect();
    await fresh.append(stream, 2, [newEvent(), newEvent(), newEvent()]);
    expect(await fresh.head()).toBeGreaterThan(after);
    await expect(store.head()).rejects.toThrow(EventStoreFenced);
    await expect(store.ping()).rejects.toThrow(EventStoreFenced);
    await expect(store.readFeed({ after, limit: 1 })).rejects.toThrow(EventStoreFenced);
    await expect(batches.next()).rejects.toThrow(EventStoreFenced);
    await expect(subscribe().next()).rejects.toThrow(EventStoreFenced);
    await fresh.close();
  });

  it('is not taken to have gone backwards where an answer ends before anything came', async () => {
    await append(2, 0);
    const head = await store.head();
    double.faults.plan('read', { kind: 'ended' });
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
    expect(await store.head()).toBe(head);
  });

  it('is not taken for empty either, by one who has not seen anything yet', async () => {
    await append(2, 0);
    const head = await store.head();
    const fresh = await connect();
    double.faults.plan('read', { kind: 'ended' }, { kind: 'ended' });
    await expect(fresh.head()).rejects.toThrow(EventStoreUnavailable);
    await expect(fresh.readFeed({ after: START, limit: 10 })).rejects.toThrow(EventStoreUnavailable);
    expect(await fresh.head()).toBe(head);
    double.log.lose(2);
    double.faults.plan('read', { kind: 'ended' });
    const later = await connect();
    await expect(later.head()).rejects.toThrow(EventStoreUnavailable);
    await double.idle();
    await Promise.all([fresh.close(), later.close()]);
  });

  it('is empty where the server says that it has nothing', async () => {
    double.log.lose(double.log.records.length);
    expect(await store.head()).toBe(START);
    expect(await store.readFeed({ after: START, limit: 10 })).toEqual({ events: [], position: START, caughtUp: true });
    double.faults.plan('subscribe', { kind: 'ended' });
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
    await double.idle();
    const { position } = await store.append(stream, NO_STREAM, [newEvent()]);
    expect(await store.head()).toBe(position);
  });

  it('is refused to one who has read further than the feed goes', async () => {
    await append(1, 0);
    const after = (await store.head()) + 1n;
    const fresh = await connect();
    await expect(fresh.readFeed({ after, limit: 1 })).rejects.toThrow(EventStoreFenced);
    await fresh.close();
  });

  it('moves on at checkpoints, never past the newest event, and never past one that it has not given', async () => {
    const batches = subscribe({ filter: { types: ['thing.rare'] } });
    await readUntil(batches, (_, batch) => batch.caughtUp);
    const others = (count: number) => Array.from({ length: count }, () => newEvent());
    await store.append(stream, NO_STREAM, others(100));
    for (let record = 0; record < 200; record += 1) double.log.note();
    const head = await store.head();
    const { batch } = await readUntil(batches, (_, { position }) => position >= head);
    expect({ events: batch.events.length, position: batch.position }).toEqual({ events: 0, position: head });
    await store.append(stream, 99, [newEvent('thing.rare'), ...others(300)]);
    const { events } = await readUntil(batches, found => found.length > 0);
    expect(events.map(({ revision }) => revision)).toEqual([100]);
  });
});
