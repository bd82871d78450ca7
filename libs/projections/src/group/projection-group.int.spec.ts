import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreUnavailable, NO_STREAM, SqliteEventStore, START, type EventStore } from '@touchstream/event-store';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { derivedId } from '@touchstream/events';
import { ViewStoreUnavailable, type ViewStore } from '@touchstream/view-store';
import { view, type View } from '@touchstream/views';
import { BEHIND } from '../fold/index.js';
import { FeedWentBackwards, LoopStopped } from '../life/index.js';
import {
  append,
  chains,
  documents,
  embedded,
  parkedOf,
  plainFold,
  retirements,
  Stall,
  stages,
  toAppend,
  wholeFeed,
  type Embedded,
  type Happening,
} from '../testing/index.js';
import { Conditions, whenViewAt, WaitTimedOut } from '../waiting/index.js';
import type { BatchWork, ProjectionObserver } from './observer.js';
import { ProjectionGroup, type ProjectionGroupOptions } from './projection-group.js';

const SOON = { timeoutMs: 10_000 };
const all: readonly View[] = [chains, stages, retirements];

const published = (pipeline: string, ...ids: string[]): Happening => ({ pipeline, stages: ids });
const retired = (pipeline: string, id: string): Happening => ({ pipeline, retired: id });
/** So many events on a few processes and stages. */
const history = (count: number, from = 0): Happening[] =>
  Array.from({ length: count }, (_, at) => {
    const n = from + at;
    return n % 5 === 4 ? retired(`p${n % 3}`, `s${n % 4}`) : published(`p${n % 3}`, `s${n % 4}`, `s${n % 7}`);
  });

/** The port with some of its methods in place of its own. */
const withMethods = <T extends object>(port: T, methods: Partial<T>): T =>
  new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

describe('a projection group', () => {
  let engines: Embedded;
  const groups: ProjectionGroup[] = [];

  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(async () => {
    await Promise.all(groups.splice(0).map(group => group.stop()));
    await engines.dispose();
  });

  const started = (views: readonly View[] = all, over: Partial<ProjectionGroupOptions> = {}) => {
    const { eventStore, viewStore } = engines;
    const tuning = { tickMs: 20, backoff: { firstMs: 1, mostMs: 5 }, ...over.tuning };
    const group = new ProjectionGroup({ name: 'test', views, eventStore, viewStore, ...over, tuning });
    groups.push(group);
    group.start();
    return group;
  };
  const expectFolded = async (views: readonly View[] = all) => {
    const feed = await wholeFeed(engines.eventStore);
    for (const one of views) expect(await documents(engines.viewStore, one)).toEqual(plainFold(one, feed));
  };
  const statusOf = (group: ProjectionGroup, { name }: View) =>
    group.status().views.find(one => one.view === name) ?? { state: 'unknown' };

  it('makes its views readable where there is no event yet', async () => {
    const states = new Conditions();
    const group: ProjectionGroup = started(all, { observer: { onState: () => states.changed() } });
    await group.whenCaughtUp(SOON);
    await states.until(() => group.status().state === 'live', SOON);
    expect(group.status()).toMatchObject({ group: 'test', attempts: 0 });
    for (const one of all)
      expect(statusOf(group, one)).toMatchObject({ state: 'live', position: START, head: START, lagEvents: 0 });
    await expectFolded();
  });

  it('folds what is there and what comes', async () => {
    await append(engines.eventStore, history(40));
    const group = started();
    await group.whenCaughtUp(SOON);
    await expectFolded();
    const position = await append(engines.eventStore, history(25, 40));
    await group.whenCaughtUp({ ...SOON, position });
    await expectFolded();
    expect(statusOf(group, chains)).toMatchObject({ state: 'live', position, head: position, lagSeconds: 0 });
  });

  it('reads the feed once for all views, and commits a batch as one, with one write a document', async () => {
    await append(engines.eventStore, history(100));
    const batches: BatchWork[] = [];
    const group = started(all, { observer: { onBatch: work => batches.push(work) } });
    await group.whenCaughtUp(SOON);
    const head = await engines.eventStore.head();
    expect(batches).toMatchObject([{ group: 'test', purpose: 'build', events: 100, position: head }]);
    const views = batches.flatMap(work => work.views);
    expect(views.map(({ view: name, documents: touched, parked }) => ({ name, touched, parked }))).toEqual([
      { name: 'chains', touched: 3, parked: 0 },
      { name: 'stages', touched: 7, parked: 0 },
      { name: 'retirements', touched: 3, parked: 0 },
    ]);
    for (const { documents: touched, writes } of views) expect(writes).toBeLessThanOrEqual(touched);
    batches.length = 0;
    const position = await append(engines.eventStore, [published('p0', 's0')]);
    await group.whenCaughtUp({ ...SOON, position });
    expect(batches).toMatchObject([{ purpose: 'serve', events: 1, position }]);
  });
  it('goes on after a restart where it stopped', async () => {
    await append(engines.eventStore, history(30));
    const first = started();
    await first.whenCaughtUp(SOON);
    await first.stop();
    expect(first.status().state).toBe('stopped');
    await append(engines.eventStore, history(12, 30));
    const batches: BatchWork[] = [];
    const second = started(all, { observer: { onBatch: work => batches.push(work) } });
    await second.whenCaughtUp(SOON);
    await expectFolded();
    expect(batches.map(({ purpose, events }) => [purpose, events])).toEqual([['serve', 12]]);
  });

  it('lets each view go on from where it is', async () => {
    await append(engines.eventStore, history(20));
    const some = started([chains]);
    await some.whenCaughtUp(SOON);
    await some.stop();
    await append(engines.eventStore, history(20, 20));
    const more = started([stages, chains]);
    await more.whenCaughtUp(SOON);
    await expectFolded([chains, stages]);
  });

  it('goes on with a build that was interrupted', async () => {
    await append(engines.eventStore, history(60));
    const tuning = { catchUpBatch: 5, commitEvents: 5, stretchEvents: 5, keepDocuments: 2 };
    const { eventStore } = engines;
    let reads = 0;
    const readFeed: EventStore['readFeed'] = async options => {
      reads += 1;
      if (reads === 6) void first.stop();
      return eventStore.readFeed(options);
    };
    const seen: bigint[] = [];
    const first: ProjectionGroup = started(all, {
      tuning,
      eventStore: withMethods<EventStore>(eventStore, { readFeed }),
      observer: { onBatch: ({ position }) => void seen.push(position) },
    });
    await expect(first.whenCaughtUp(SOON)).rejects.toBeInstanceOf(LoopStopped);
    const [built] = await engines.viewStore.generations('chains');
    expect(built).toMatchObject({ active: false, checkpoint: { position: seen.at(-1) } });
    const second = started(all, { tuning });
    await second.whenCaughtUp(SOON);
    expect(await engines.viewStore.generations('chains')).toMatchObject([{ number: built?.number, active: true }]);
    await expectFolded();
  });

  describe('while a commit takes its time', () => {
    const tuning = { catchUpBatch: 5, commitEvents: 5, stretchEvents: 5, keepDocuments: 2 };
    /** A group whose commits are held up. `fails`: the read at which the event store is away. */
    const held = ({ fails = 0 } = {}) => {
      const stall = new Stall();
      const calls = { readFeed: 0, generations: 0 };
      const { eventStore, viewStore } = engines;
      const { commit } = stall.around({ commit: viewStore.commit.bind(viewStore) });
      const generations: ViewStore['generations'] = name => {
        calls.generations += 1;
        return viewStore.generations(name);
      };
      const readFeed: EventStore['readFeed'] = async options => {
        // That is a look at the beginning of the feed.
        if (options.limit === 1) return eventStore.readFeed(options);
        calls.readFeed += 1;
        if (calls.readFeed === fails) throw new EventStoreUnavailable('away');
        return eventStore.readFeed(options);
      };
      stall.begin();
      const group = started([chains], {
        eventStore: withMethods<EventStore>(eventStore, { readFeed }),
        viewStore: withMethods(viewStore, { commit, generations }),
        tuning,
      });
      return { stall, calls, group };
    };

    it('folds on beside it', async () => {
      await append(engines.eventStore, history(60));
      const { stall, calls, group } = held();
      while (stall.held === 0 || calls.readFeed < 2) await nextTurn();
      stall.stop();
      await group.whenCaughtUp(SOON);
      await expectFolded([chains]);
    });

    it('does not begin anew before it is over', async () => {
      await append(engines.eventStore, history(60));
      const { stall, calls, group } = held({ fails: 2 });
      while (stall.held === 0 || calls.readFeed < 2) await nextTurn();
      for (let turn = 0; turn < 5_000 && calls.generations === 1; turn += 1) await nextTurn();
      expect(calls.generations).toBe(1);
      stall.stop();
      await group.whenCaughtUp(SOON);
      expect(calls.generations).toBe(2);
      await expectFolded([chains]);
    });
  });

  describe('when something fails that may pass', () => {
    /** The port, refusing a method so many times. */
    const refusing = <T extends object>(port: T, method: keyof T, times: number, error: Error): T => {
      let left = times;
      return new Proxy(port, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          if (name !== method) return member.bind(target) as unknown;
          return async (...args: unknown[]) => {
            left -= 1;
            if (left >= 0) throw error;
            return (member as (...all: unknown[]) => unknown).apply(target, args);
          };
        },
      });
    };

    it.each([
      ['the event store is away', 'readFeed', new EventStoreUnavailable('away')],
      ['the view store is away', 'commit', new ViewStoreUnavailable('away')],
      ['nobody knows why', 'getMany', new Error('odd')],
    ] as const)('tries again until it works: %s', async (_, method, error) => {
      await append(engines.eventStore, history(20));
      await started().whenCaughtUp(SOON);
      await groups.splice(0)[0]?.stop();
      await append(engines.eventStore, history(20, 20));
      const eventStore: EventStore =
        method === 'readFeed' ? refusing(engines.eventStore, method, 4, error) : engines.eventStore;
      const viewStore: ViewStore =
        method === 'readFeed' ? engines.viewStore : refusing(engines.viewStore, method, 4, error);
      const attempts: number[] = [];
      const observer: ProjectionObserver = {
        onState: ({ to, error: met }) => {
          if (to !== 'retrying') return;
          expect(met).toBe(error);
          attempts.push(group.status().attempts);
        },
      };
      const group: ProjectionGroup = started(all, { eventStore, viewStore, observer });
      await group.whenCaughtUp(SOON);
      expect(attempts).toEqual([1, 2, 3, 4]);
      expect(group.status()).toMatchObject({ attempts: 0, lastError: { name: error.name } });
      await expectFolded();
    });
  });

  describe('when something fails for good', () => {
    it('stops where another projector has gone on', async () => {
      const group = started([chains]);
      await group.whenCaughtUp(SOON);
      const [generation] = await engines.viewStore.generations('chains');
      if (generation === undefined) throw new Error('no generation');
      await engines.viewStore.commit([{ generation, view: chains, writes: [], checkpoint: { position: 1000n } }]);
      const lost = group.whenCaughtUp({ ...SOON, position: 2000n });
      await append(engines.eventStore, history(1));
      await expect(lost).rejects.toBeInstanceOf(LoopStopped);
      expect(group.status()).toMatchObject({ state: 'failed', lastError: { name: 'StaleCommit' } });
      await expect(group.whenCaughtUp(SOON)).rejects.toBeInstanceOf(LoopStopped);
      await expect(group.retryParked('chains')).rejects.toBeInstanceOf(LoopStopped);
    });

    it('raises the same alarm while it runs', async () => {
      await append(engines.eventStore, history(9));
      let isLost = false;
      const failed = new Conditions();
      const eventStore = new Proxy(engines.eventStore, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (name === 'head') return async () => (isLost ? 3n : target.head());
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      });
      const group = started([chains], { eventStore, observer: { onState: () => failed.changed() } });
      await group.whenCaughtUp(SOON);
      isLost = true;
      await failed.until(() => group.status().state === 'failed', SOON);
      expect(group.status()).toMatchObject({ lastError: { name: 'FeedWentBackwards' } });
    });

    it('raises an alarm where the feed has lost its end', async () => {
      await append(engines.eventStore, history(9));
      const group = started([chains]);
      await group.whenCaughtUp(SOON);
      await group.stop();
      const other = await SqliteEventStore.open({ path: join(engines.folder, 'older.db') });
      await append(other, history(3));
      const errors: unknown[] = [];
      const late = started([chains], {
        eventStore: other,
        observer: { onState: ({ to, error }) => void (to === 'failed' && errors.push(error)) },
      });
      await expect(late.whenCaughtUp({ ...SOON, position: 9n })).rejects.toBeInstanceOf(LoopStopped);
      expect(errors).toEqual([expect.any(FeedWentBackwards)]);
      expect(errors).toMatchObject([{ head: await other.head(), position: await engines.eventStore.head() }]);
      await other.close();
    });
  });

  describe('with events that cannot be folded', () => {
    let fixed: boolean;
    beforeEach(() => {
      fixed = false;
    });
    const boom = () => {
      if (!fixed) throw new RangeError('the name of a person');
    };
    /** Like `chains`, but fails for what is named `bad` until it is fixed. */
    const fragile = (over: Partial<View> = {}): View =>
      view({
        ...(chains as View),
        name: 'fragile',
        on: {
          'sales-process.published': (doc, event, key) => {
            if (event.data.stages.some(stage => stage.id === 'bad')) boom();
            return chains.on['sales-process.published']?.(doc as never, event, key) ?? null;
          },
        },
        ...over,
      });
    const poisoned = [
      published('p', 'a'),
      published('p', 'bad'),
      published('q', 'a'),
      published('p', 'b'),
      published('q', 'b'),
      published('p', 'bad'),
    ];

    it('parks the key, folds the rest, and takes the key up again when it can', async () => {
      const of = fragile();
      await append(engines.eventStore, poisoned.slice(0, 4));
      const told: string[] = [];
      const group = started([of, chains], { observer: { onParked: list => told.push(...list.map(one => one.key)) } });
      await group.whenCaughtUp(SOON);
      await append(engines.eventStore, poisoned.slice(4));
      await group.whenCaughtUp(SOON);
      const feed = await wholeFeed(engines.eventStore);
      const truth = plainFold(chains, feed);
      await expectFolded([chains]);
      expect(await documents(engines.viewStore, of)).toEqual({
        p: plainFold(chains, feed.slice(0, 1))['p'],
        q: truth['q'],
      });
      expect((await parkedOf(engines.viewStore, of)).map(one => [one.key, one.reason])).toEqual([
        ['p', 'fold: RangeError'],
        ['p', BEHIND],
        ['p', BEHIND],
      ]);
      expect(told).toEqual(['p', 'p', 'p']);
      const oldest = (await parkedOf(engines.viewStore, of))[0]?.parkedAt;
      expect(statusOf(group, of)).toMatchObject({ state: 'live', parked: { keys: 1, events: 3, oldest } });

      expect(await group.retryParked('fragile')).toEqual({ folded: 0, parked: 3, rebuilding: false });
      expect(statusOf(group, of)).toMatchObject({ parked: { keys: 1, events: 3, oldest } });
      fixed = true;
      expect(await group.retryParked('fragile', 'nobody')).toEqual({ folded: 0, parked: 3, rebuilding: false });
      expect(await group.retryParked('fragile', 'p')).toEqual({ folded: 3, parked: 0, rebuilding: false });
      expect(await documents(engines.viewStore, of)).toEqual(truth);
      await append(engines.eventStore, [published('p', 'bad')]);
      await group.whenCaughtUp(SOON);
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(chains, await wholeFeed(engines.eventStore)));
      expect(statusOf(group, of)).toMatchObject({ parked: { keys: 0, events: 0 } });
    });

    it('takes up as many as can be, and parks the rest for their own reason', async () => {
      let mended = 0;
      const of = fragile({
        on: {
          'sales-process.published': (doc, event, key) => {
            if (event.revision > mended) throw new TypeError('odd');
            return chains.on['sales-process.published']?.(doc as never, event, key) ?? null;
          },
        },
      });
      await append(engines.eventStore, poisoned);
      const group = started([of]);
      await group.whenCaughtUp(SOON);
      mended = 2;
      expect(await group.retryParked('fragile')).toEqual({ folded: 3, parked: 1, rebuilding: false });
      expect((await parkedOf(engines.viewStore, of)).map(one => [one.key, one.revision, one.reason])).toEqual([
        ['p', 3, 'fold: TypeError'],
      ]);
    });

    it('takes up more than fits into one page', async () => {
      const of = fragile();
      await append(engines.eventStore, [
        published('p', 'bad'),
        ...Array.from({ length: 450 }, () => published('p', 'a')),
      ]);
      const group = started([of]);
      await group.whenCaughtUp(SOON);
      fixed = true;
      expect(await group.retryParked('fragile')).toEqual({ folded: 451, parked: 0, rebuilding: false });
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(chains, await wholeFeed(engines.eventStore)));
    });

    it('keeps what is parked over a restart', async () => {
      const of = fragile();
      await append(engines.eventStore, poisoned.slice(0, 3));
      const first = started([of]);
      await first.whenCaughtUp(SOON);
      await first.stop();
      fixed = true;
      await append(engines.eventStore, poisoned.slice(3));
      const second = started([of]);
      await second.whenCaughtUp(SOON);
      expect(statusOf(second, of)).toMatchObject({ parked: { keys: 1, events: 3 } });
      await second.retryParked('fragile');
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(chains, await wholeFeed(engines.eventStore)));
    });

    it('parks the same where a commit was broken off before its checkpoint', async () => {
      const of = fragile();
      await append(engines.eventStore, poisoned);
      let isBrokenOff = false;
      const viewStore = withMethods<ViewStore>(engines.viewStore, {
        commit: async commits => {
          if (isBrokenOff) return engines.viewStore.commit(commits);
          isBrokenOff = true;
          await engines.viewStore.commit(
            commits.map(({ generation, writes, park = [] }) => ({ generation, view: of, writes, park })),
          );
          throw new ViewStoreUnavailable('MongoDB: the connection was lost');
        },
      });
      const group = started([of], { viewStore });
      await group.whenCaughtUp(SOON);
      expect((await parkedOf(engines.viewStore, of)).map(one => [one.key, one.revision, one.reason])).toEqual([
        ['p', 1, 'fold: RangeError'],
        ['p', 2, BEHIND],
        ['p', 3, BEHIND],
      ]);
      expect(await documents(engines.viewStore, of)).toMatchObject({ p: { count: 1 }, q: { count: 2 } });
    });

    it('counts what is parked once, however often the feed is read again for another view', async () => {
      const of = fragile();
      await append(engines.eventStore, poisoned);
      const group = started([of]);
      await group.whenCaughtUp(SOON);
      await group.stop();
      const [{ number } = { number: 0 }] = await engines.viewStore.generations('fragile');
      const behind = await engines.viewStore.create(chains);
      await engines.viewStore.activate(behind);
      await append(engines.eventStore, [published('q', 'c')]);
      const both = started([of, chains]);
      await both.whenCaughtUp(SOON);
      expect(statusOf(both, of)).toMatchObject({ parked: { keys: 1, events: 3 } });
      expect(await parkedOf(engines.viewStore, of)).toHaveLength(3);
      expect(await engines.viewStore.generations('fragile')).toMatchObject([{ number }]);
      await expectFolded([chains]);
    });

    it('may be tried again while the view is still being built', async () => {
      const of = fragile();
      const once = Array.from({ length: 30 }, (_, at) => published(`once-${at}`, 'a'));
      await append(engines.eventStore, [...poisoned, ...once, ...poisoned]);
      const group = started([of], { tuning: { catchUpBatch: 1, commitEvents: 5, stretchEvents: 5 } });
      for (let at = 0; at < 20; at += 1) {
        fixed = at % 3 === 2;
        await group.retryParked('fragile');
      }
      fixed = true;
      await group.whenCaughtUp(SOON);
      expect(await group.retryParked('fragile')).toMatchObject({ parked: 0 });
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(of, await wholeFeed(engines.eventStore)));
    });

    it('parks the same, folded in the order of the feed or document by document', async () => {
      const of = fragile();
      await append(engines.eventStore, poisoned);
      const broken = { ...toAppend(published('r', 'a'), 'broken'), data: new TextEncoder().encode('[1') };
      await engines.eventStore.append('sales-process-r', NO_STREAM, [broken]);
      await append(engines.eventStore, [...history(20), published('r', 'b'), published('q', 'bad'), ...history(5)]);
      const outcome = async () => ({
        documents: await documents(engines.viewStore, of),
        parked: (await parkedOf(engines.viewStore, of)).map(({ key, position, reason }) => [key, position, reason]),
      });
      const inOrder = started([of, chains]);
      await inOrder.whenCaughtUp(SOON);
      await inOrder.stop();
      const wanted = await outcome();
      expect(wanted.parked).toHaveLength(6);
      const tuning = { catchUpBatch: 2, commitDocuments: 1 };
      const byDocument = started([of, chains], { tuning });
      await byDocument.rebuild('fragile', SOON);
      expect(await outcome()).toEqual(wanted);
      fixed = true;
      await byDocument.rebuild('fragile', SOON);
      await byDocument.stop();
      const [generation] = await engines.viewStore.generations('fragile');
      expect(generation).toMatchObject({ number: 3, active: true });
      expect((await outcome()).parked).toHaveLength(2);
    });

    it('may be tried again before a stretch that is built has been folded', async () => {
      const of = fragile();
      await append(engines.eventStore, poisoned);
      const { eventStore } = engines;
      let reads = 0;
      let retried: Promise<unknown> | undefined;
      const readFeed: EventStore['readFeed'] = async options => {
        reads += 1;
        if (reads === 3) retried = group.retryParked('fragile');
        // The next try goes well, had it parked anything.
        if (reads === 4) fixed = true;
        return eventStore.readFeed(options);
      };
      const group: ProjectionGroup = started([of], {
        tuning: { catchUpBatch: 1, stretchEvents: 100 },
        eventStore: withMethods<EventStore>(eventStore, { readFeed }),
      });
      await group.whenCaughtUp(SOON);
      expect(await retried).toEqual({ folded: 0, parked: 0, rebuilding: false });
      // It began again at the first event.
      expect(reads).toBeGreaterThan(2 * poisoned.length - 3);
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(chains, await wholeFeed(eventStore)));
    });

    it('loses nothing where a build is broken off, and who goes on with it can read what held up a stream', async () => {
      const { eventStore, viewStore } = engines;
      await append(eventStore, [published('p', 'a'), published('q', 'a'), ...history(60)]);
      const readFeed: EventStore['readFeed'] = async options => {
        const batch = await eventStore.readFeed(options);
        const cut = (stored: (typeof batch.events)[number]) =>
          stored.stream === 'sales-process-p' ? { ...stored, data: Buffer.from('{') } : stored;
        return { ...batch, events: batch.events.map(cut) };
      };
      const tuning = { catchUpBatch: 5, commitDocuments: 1 };
      let isBrokenOff = false;
      const commit: ViewStore['commit'] = async (commits, fence) => {
        await viewStore.commit(commits, fence);
        if (isBrokenOff || !commits.some(({ writes }) => writes.some(({ key }) => key === 'a'))) return;
        isBrokenOff = true;
        void older.stop();
      };
      const older: ProjectionGroup = started([stages], {
        tuning,
        eventStore: withMethods<EventStore>(eventStore, { readFeed }),
        viewStore: withMethods<ViewStore>(viewStore, { commit }),
      });
      await expect(older.whenCaughtUp(SOON)).rejects.toBeInstanceOf(LoopStopped);
      expect(isBrokenOff).toBe(true);
      const newer = started([stages], { tuning });
      await newer.whenCaughtUp(SOON);
      expect(await parkedOf(viewStore, stages)).toMatchObject([{ key: 'stream:sales-process-p', revision: 0 }]);
      expect(await newer.retryParked('stages')).toMatchObject({ rebuilding: true });
      await newer.rebuild('stages', SOON);
      await expectFolded([stages]);
    });

    it('builds anew where events without a key can be read again', async () => {
      const of = fragile({
        keys: event => {
          if ((event.data as { stages?: { id: string }[] }).stages?.some(stage => stage.id === 'bad') === true) boom();
          return ['everything'];
        },
        on: chains.on as View['on'],
      });
      await append(engines.eventStore, poisoned);
      const group = started([of]);
      await group.whenCaughtUp(SOON);
      expect((await parkedOf(engines.viewStore, of)).map(one => [one.key, one.revision, one.reason])).toEqual([
        ['stream:sales-process-p', 1, 'keys: RangeError'],
        ['stream:sales-process-p', 2, BEHIND],
        ['stream:sales-process-p', 3, BEHIND],
      ]);
      expect(await group.retryParked('fragile')).toEqual({ folded: 0, parked: 3, rebuilding: false });
      fixed = true;
      expect(await group.retryParked('fragile')).toEqual({ folded: 0, parked: 3, rebuilding: true });
      await group.rebuild('fragile', SOON);
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(of, await wholeFeed(engines.eventStore)));
      expect(statusOf(group, of)).toMatchObject({ parked: { keys: 0 } });
    });

    it('stops the stream of an event that nobody can read', async () => {
      await append(engines.eventStore, [published('p', 'a')]);
      const broken = { ...toAppend(published('p', 'b'), 'broken'), data: new TextEncoder().encode('[1') };
      await engines.eventStore.append('sales-process-p', 0, [broken]);
      await append(engines.eventStore, [published('q', 'a'), published('p', 'c')]);
      const group = started([chains]);
      await group.whenCaughtUp(SOON);
      expect(Object.keys(await documents(engines.viewStore, chains))).toEqual(['p', 'q']);
      expect((await parkedOf(engines.viewStore, chains)).map(one => [one.key, one.revision, one.reason])).toEqual([
        ['stream:sales-process-p', 1, 'its data is not JSON'],
        ['stream:sales-process-p', 2, BEHIND],
      ]);
      expect(await group.retryParked('chains')).toEqual({ folded: 0, parked: 2, rebuilding: false });
    });

    it('ignores an event of a type that nobody knows', async () => {
      const unknown = { ...toAppend(published('p', 'a'), 'unknown'), type: 'from-the.future' };
      await engines.eventStore.append('sales-process-x', NO_STREAM, [unknown]);
      await append(engines.eventStore, history(5));
      const group = started();
      await group.whenCaughtUp(SOON);
      await expectFolded();
      expect(statusOf(group, chains)).toMatchObject({ parked: { keys: 0 } });
    });

    it('parks a key whose document the store cannot take, instead of trying for ever', async () => {
      const of = fragile({
        on: chains.on as View['on'],
        index: doc => {
          if ((doc as { pipelineId: string }).pipelineId === 'p') boom();
          return {};
        },
      });
      await append(engines.eventStore, poisoned);
      const group = started([of, chains]);
      await group.whenCaughtUp(SOON);
      await expectFolded([chains]);
      expect(Object.keys(await documents(engines.viewStore, of))).toEqual(['q']);
      expect((await parkedOf(engines.viewStore, of))[0]).toMatchObject({ key: 'p', reason: 'fold: RangeError' });
      await append(engines.eventStore, history(10));
      await group.whenCaughtUp(SOON);
      await expectFolded([chains]);
      fixed = true;
      expect(await group.retryParked('fragile')).toMatchObject({ parked: 0 });
      expect(await documents(engines.viewStore, of)).toEqual(plainFold(chains, await wholeFeed(engines.eventStore)));
    });
  });

  describe('with a document that grows larger than a store keeps', () => {
    const growing = view({
      ...(chains as View),
      name: 'growing',
      on: {
        'sales-process.published': (doc, { data }) => ({
          ...doc,
          texts: [
            ...((doc as { texts?: readonly string[] }).texts ?? []),
            'x'.repeat(data.pipelineId === 'p' ? 5_000_000 : 5),
          ],
        }),
      },
      index: () => ({}),
      indexes: [],
    });
    const thrice = (pipeline: string) => Array.from({ length: 3 }, () => published(pipeline, 'a'));

    it('parks what makes it so, and says so again when that is tried again', async () => {
      await append(engines.eventStore, [...thrice('p'), ...thrice('q')]);
      const group = started([growing, chains]);
      await group.whenCaughtUp(SOON);
      await expectFolded([chains]);
      const parked = [{ key: 'p', revision: 2, reason: 'fold: TypeError' }];
      expect(await parkedOf(engines.viewStore, growing)).toMatchObject(parked);
      expect(await documents(engines.viewStore, growing)).toMatchObject({
        p: { texts: [expect.any(String), expect.any(String)] },
        q: { texts: ['xxxxx', 'xxxxx', 'xxxxx'] },
      });
      expect(await group.retryParked('growing')).toEqual({ folded: 0, parked: 1, rebuilding: false });
      expect(await parkedOf(engines.viewStore, growing)).toMatchObject(parked);
    });
  });

  describe('building anew', () => {
    it('replaces the documents while events go on arriving, and reads them in the meantime', async () => {
      await append(engines.eventStore, history(80));
      const activated: string[] = [];
      const group = started(all, {
        tuning: { catchUpBatch: 7, commitEvents: 7, stretchEvents: 7, liveBatch: 3, keepDocuments: 4 },
        observer: { onActivated: ({ view: name, generation }) => activated.push(`${name} ${generation}`) },
      });
      await group.whenCaughtUp(SOON);
      const rebuilt = group.rebuild('stages', SOON);
      for (let at = 0; at < 20; at += 1) {
        const position = await append(engines.eventStore, history(2, 80 + 2 * at));
        await group.whenCaughtUp({ ...SOON, position });
        expect(await documents(engines.viewStore, stages)).toEqual(
          plainFold(stages, await wholeFeed(engines.eventStore)),
        );
      }
      await rebuilt;
      await group.whenCaughtUp(SOON);
      await expectFolded();
      expect(activated).toEqual(['chains 1', 'stages 1', 'retirements 1', 'stages 2']);
      expect(await engines.viewStore.generations('stages')).toMatchObject([{ number: 2, active: true }]);
      expect(statusOf(group, stages)).toMatchObject({ state: 'live' });
    });

    it('folds document by document, each written once, and shows how far it is', async () => {
      await append(engines.eventStore, history(200));
      const head = await engines.eventStore.head();
      const batches: BatchWork[] = [];
      const shown: bigint[] = [];
      const { eventStore } = engines;
      const look = () => {
        const { build } = statusOf(group, stages) as { build?: { position: bigint } };
        if (build !== undefined) shown.push(build.position);
      };
      const watched = view({
        ...chains,
        on: {
          ...chains.on,
          'sales-process.published': (doc, event, key) => {
            look();
            return chains.on['sales-process.published']!(doc, event, key);
          },
        },
      });
      const group: ProjectionGroup = started([watched, stages, retirements], {
        tuning: { catchUpBatch: 40, commitDocuments: 2, keepDocuments: 2 },
        eventStore: withMethods<EventStore>(eventStore, {
          readFeed: async options => {
            look();
            return eventStore.readFeed(options);
          },
        }),
        observer: { onBatch: work => batches.push(work) },
      });
      await group.whenCaughtUp(SOON);
      await expectFolded();
      expect(batches.reduce((sum, { events }) => sum + events, 0)).toBe(200);
      const writes = batches.flatMap(work => work.views).filter(work => work.view === 'stages');
      expect(writes.reduce((sum, work) => sum + work.writes, 0)).toBe(7);
      expect(shown).toEqual(shown.toSorted((a, b) => (a < b ? -1 : 1)));
      // Half of the way when all is read, and on from there.
      expect(shown.filter(position => position > 0n && position < head / 2n).length).toBeGreaterThan(2);
      expect(shown.filter(position => position > head / 2n && position < head).length).toBeGreaterThan(2);
    });

    it('reads back what an earlier stretch has written, while the last commit of that is still under way', async () => {
      await append(
        engines.eventStore,
        ['p', 'q', 'p', 'q', 'p'].map((name, at) => published(name, `s${at}`)),
      );
      const { eventStore, viewStore } = engines;
      let reads = 0;
      const turns = async (isOver: () => boolean) => {
        while (!isOver()) await nextTurn();
      };
      let left = 50;
      const late = turns(() => reads >= 4 && (left -= 1) === 0);
      started([chains], {
        tuning: { catchUpBatch: 1, stretchEvents: 2, commitDocuments: 1, keepDocuments: 1 },
        eventStore: withMethods<EventStore>(eventStore, {
          readFeed: async options => {
            reads += 1;
            return eventStore.readFeed(options);
          },
        }),
        viewStore: withMethods<ViewStore>(viewStore, {
          commit: async (commits, fence) => {
            if (commits.some(({ checkpoint }) => checkpoint?.position === 1n)) await late;
            return viewStore.commit(commits, fence);
          },
        }),
      });
      await groups.at(-1)!.whenCaughtUp(SOON);
      await expectFolded([chains]);
    });

    it('repairs documents that were spoilt', async () => {
      await append(engines.eventStore, history(30));
      const group = started([chains]);
      await group.whenCaughtUp(SOON);
      const [generation] = await engines.viewStore.generations('chains');
      if (generation === undefined) throw new Error('no generation');
      const position = await engines.eventStore.head();
      const spoilt = { key: 'p9', position, doc: { pipelineId: 'p9', count: 7, chain: 'nonsense' } };
      await engines.viewStore.commit([{ generation, view: chains, writes: [spoilt], checkpoint: { position } }]);
      expect(await documents(engines.viewStore, chains)).toHaveProperty('p9');
      await group.rebuild('chains', SOON);
      await expectFolded([chains]);
    });

    it('builds a view whose version has changed, and serves the old documents until then', async () => {
      await append(engines.eventStore, history(40));
      const first = started([chains, stages]);
      await first.whenCaughtUp(SOON);
      await first.stop();
      const before = await documents(engines.viewStore, chains);
      const next = view({
        ...chains,
        version: 2,
        initial: key => ({ ...chains.initial(key), chain: derivedId(key, 'another beginning') }),
      });
      const shown: unknown[] = [];
      const viewStore = new Proxy(engines.viewStore, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          if (name !== 'activate') return member.bind(target) as unknown;
          return async (...args: unknown[]) => {
            shown.push(await documents(target, chains));
            return (member as (...all: unknown[]) => unknown).apply(target, args);
          };
        },
      });
      await append(engines.eventStore, history(10, 40));
      const second = started([next, stages], {
        viewStore,
        tuning: { catchUpBatch: 10, commitEvents: 10, stretchEvents: 10 },
      });
      await second.whenCaughtUp(SOON);
      expect(shown).toEqual([before]);
      await expectFolded([next, stages]);
      expect(await engines.viewStore.generations('chains')).toMatchObject([{ number: 2, version: 2, active: true }]);
    });

    it('leaves alone what a newer program builds', async () => {
      const first = started([chains]);
      await first.whenCaughtUp(SOON);
      await first.stop();
      const newer = await engines.viewStore.create(view({ ...chains, version: 2 }));
      await started([chains]).whenCaughtUp(SOON);
      expect(await engines.viewStore.generations('chains')).toMatchObject([{ version: 1, active: true }, newer]);
    });

    it('refuses a view that it does not have', async () => {
      const group = started([chains]);
      await expect(group.rebuild('stages', SOON)).rejects.toBeInstanceOf(RangeError);
      await expect(group.retryParked('stages')).rejects.toBeInstanceOf(RangeError);
      expect(() => new ProjectionGroup({ ...engines, name: 'twice', views: [chains, chains] })).toThrow(RangeError);
    });
  });

  it('lets readers wait for a position, here and in other processes', async () => {
    const group = started([chains]);
    await group.whenCaughtUp(SOON);
    await append(engines.eventStore, history(1));
    const there = whenViewAt(engines.viewStore, 'chains', (await engines.eventStore.head()) + 1n, SOON);
    await append(engines.eventStore, history(1, 1));
    await there;
    await expectFolded([chains]);
    await expect(whenViewAt(engines.viewStore, 'chains', 99n, { timeoutMs: 5 })).rejects.toBeInstanceOf(WaitTimedOut);
    await expect(group.whenCaughtUp({ timeoutMs: 5, position: 99n })).rejects.toBeInstanceOf(WaitTimedOut);
  });

  it('shows how far behind it is', async () => {
    const position = await append(engines.eventStore, history(10));
    const early = started([chains]);
    await early.whenCaughtUp(SOON);
    await early.stop();
    await append(engines.eventStore, history(5, 10));
    const held: ViewStore = new Proxy(engines.viewStore, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (name === 'commit') return () => Promise.reject(new ViewStoreUnavailable('held'));
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const group: ProjectionGroup = started([chains], { viewStore: held });
    await expect(group.whenCaughtUp({ timeoutMs: 30 })).rejects.toBeInstanceOf(WaitTimedOut);
    const status = statusOf(group, chains);
    expect(status).toMatchObject({ state: 'catching-up', position, lagEvents: 5, parked: { keys: 0 } });
    expect((status as { lagSeconds: number }).lagSeconds).toBeGreaterThan(0);
  });

  it('is late while it has not folded anything at all', async () => {
    await append(engines.eventStore, history(5));
    const eventStore = withMethods<EventStore>(engines.eventStore, {
      readFeed: asked =>
        asked.limit > 1 ? Promise.reject(new EventStoreUnavailable('away')) : engines.eventStore.readFeed(asked),
    });
    const states = new Conditions();
    const group: ProjectionGroup = started([chains], { eventStore, observer: { onState: () => states.changed() } });
    await states.until(() => group.status().attempts > 0, SOON);
    const status = statusOf(group, chains);
    expect(status).toMatchObject({ state: 'building', lagEvents: 5 });
    expect((status as { lagSeconds: number }).lagSeconds).toBeGreaterThan(0);
  });

  it('is not disturbed by an observer that throws', async () => {
    const observer = {
      onBatch: () => {
        throw new Error('bad metric');
      },
    };
    const group = started([chains], { observer });
    await append(engines.eventStore, history(3));
    await group.whenCaughtUp(SOON);
    await expectFolded([chains]);
    expect(group.status().lastError).toBeUndefined();
  });
});
