import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LogBus } from '@touchstream/event-bus';
import type { ViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { FeedConsumer } from '../consumer/index.js';
import { ProjectionGroup, type ProjectionGroupOptions } from '../group/index.js';
import { StandingBy } from '../life/index.js';
import { Relay, type RelayOptions } from '../relay/index.js';
import {
  append,
  chains,
  documents,
  embedded,
  Faults,
  plainFold,
  retirements,
  stages,
  Stall,
  wholeFeed,
  type Embedded,
  type Happening,
} from '../testing/index.js';
import { Conditions, whenViewAt } from '../waiting/index.js';
import type { LeaseTerms } from './tenure.js';

const SOON = { timeoutMs: 10_000 };
/** Short enough to be waited for, long enough to be prolonged on a busy machine. */
const TTL_MS = 600;
const all: readonly View[] = [chains, stages, retirements];
const history = (count: number, from = 0): Happening[] =>
  Array.from({ length: count }, (_, at) => {
    const n = from + at;
    const pipeline = `p${n % 3}`;
    return n % 5 === 4 ? { pipeline, retired: `s${n % 4}` } : { pipeline, stages: [`s${n % 4}`, `s${n % 7}`] };
  });
const termsOf = (holder: string): LeaseTerms => ({ holder, ttlMs: TTL_MS, isMine: async () => true });

describe('loops under a lease', () => {
  let engines: Embedded;
  let states: Conditions;
  const loops: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    engines = await embedded();
    states = new Conditions();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(loops.splice(0).map(loop => loop.stop()));
    await engines.dispose();
  });

  const observer = { onState: () => states.changed() };
  const tuning = { tickMs: 20, backoff: { firstMs: 1, mostMs: 5 } };
  const group = (holder: string, over: Partial<ProjectionGroupOptions> = {}) => {
    const options = { name: 'views', views: all, ...engines, lease: termsOf(holder), observer, tuning, ...over };
    const made = new ProjectionGroup(options);
    loops.push(made);
    made.start();
    return made;
  };
  const reached = (of: { status(): { readonly state: string } }, state: string) =>
    states.until(() => of.status().state === state, SOON);
  const holders = async () => (await engines.viewStore.leases()).map(({ name, holder }) => `${name} ${holder}`);
  const expectFolded = async () => {
    const feed = await wholeFeed(engines.eventStore);
    for (const one of all) {
      await whenViewAt(engines.viewStore, one.name, feed.at(-1)?.position ?? 0n, SOON);
      expect(await documents(engines.viewStore, one)).toEqual(plainFold(one, feed));
    }
  };

  it('are worked by one process, and by the next as soon as it stops', async () => {
    await append(engines.eventStore, history(30));
    const first = group('a');
    await first.whenCaughtUp(SOON);
    const second = group('b');
    await reached(second, 'standby');
    expect(await holders()).toEqual(['views a']);
    expect(second.status().views).toEqual([]);
    await expect(second.rebuild('chains', SOON)).rejects.toBeInstanceOf(StandingBy);
    await expect(second.retryParked('chains')).rejects.toBeInstanceOf(StandingBy);
    await append(engines.eventStore, history(10, 30));
    await first.stop();
    await second.whenCaughtUp(SOON);
    expect(await holders()).toEqual(['views b']);
    await expectFolded();
    first.start();
    await reached(first, 'standby');
  });

  it('pass on when the holder dies, after its lease', async () => {
    await append(engines.eventStore, history(30));
    const faults = new Faults(10, 'killed');
    const dying: ProjectionGroup = group('a', {
      viewStore: faults.around(engines.viewStore),
      tuning: { ...tuning, catchUpBatch: 3 },
      observer: {
        onState: ({ to }) => {
          if (to === 'retrying' && faults.isDead) void dying.stop();
          states.changed();
        },
      },
    });
    await reached(dying, 'stopped');
    const second = group('b');
    await second.whenCaughtUp(SOON);
    expect(await holders()).toEqual(['views b']);
    await expectFolded();
  });

  it('are left by a holder that was stopped for longer than its lease, and its late commit is refused', async () => {
    await append(engines.eventStore, history(30));
    const stall = new Stall();
    const refused: unknown[] = [];
    const watched = new Proxy(engines.viewStore, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (name !== 'commit') return member.bind(target) as unknown;
        return (...args: Parameters<ViewStore['commit']>) =>
          target.commit(...args).catch((error: Error) => {
            refused.push(error.name);
            throw error;
          });
      },
    });
    const first = group('a', { viewStore: stall.around(watched) });
    await first.whenCaughtUp(SOON);
    const second = group('b');
    await reached(second, 'standby');
    stall.begin();
    await append(engines.eventStore, history(7, 30));
    await second.whenCaughtUp(SOON);
    await append(engines.eventStore, history(5, 37));
    await second.whenCaughtUp(SOON);
    expect(stall.held).toBeGreaterThan(0);
    expect(refused).toEqual([]);
    stall.stop();
    await reached(first, 'standby');
    expect(refused).toEqual(['StaleCommit']);
    expect(first.status()).toMatchObject({ lastError: { name: 'StaleCommit' } });
    expect(await holders()).toEqual(['views b']);
    await expectFolded();
    await second.stop();
    await append(engines.eventStore, history(5, 42));
    await first.whenCaughtUp(SOON);
    await expectFolded();
  });

  it('are left by a holder that cannot prolong its lease, before another may have it', async () => {
    let isCut = false;
    const viewStore = new Proxy(engines.viewStore, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (name === 'acquire' && isCut)
          return async () => {
            throw new Error('cut off');
          };
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const first = group('a', { viewStore });
    await first.whenCaughtUp(SOON);
    const second = group('b');
    await reached(second, 'standby');
    isCut = true;
    await reached(first, 'retrying');
    isCut = false;
    await second.whenCaughtUp(SOON);
    await append(engines.eventStore, history(5));
    await expectFolded();
  });

  it('take nothing in once the lease may be over, also where no timer could tell yet', async () => {
    await append(engines.eventStore, history(2));
    const ttlMs = 60_000;
    let runs = 0;
    const consumer = new FeedConsumer({
      name: 'consumer',
      ...engines,
      lease: { ...termsOf('a'), ttlMs },
      consume: async () => {
        runs += 1;
        jest.spyOn(performance, 'now').mockReturnValue(performance.now() + ttlMs);
        return [];
      },
      onState: () => states.changed(),
      tuning: { ...tuning, batch: 1 },
    });
    loops.push(consumer);
    consumer.start();
    await reached(consumer, 'standby');
    expect(consumer.status()).toMatchObject({ lastError: { name: 'LeaseLost' } });
    expect(runs).toBe(1);
  });

  it('come back to who lost them to a writer of another name, once that has gone', async () => {
    await append(engines.eventStore, history(5));
    const first = group('a');
    await first.whenCaughtUp(SOON);
    const other = group('b', { name: 'others' });
    await other.whenCaughtUp(SOON);
    await append(engines.eventStore, history(5, 5));
    await reached(first, 'standby');
    await other.stop();
    await append(engines.eventStore, history(5, 10));
    await first.whenCaughtUp(SOON);
    await expectFolded();
  });

  describe('that publish', () => {
    let bus: LogBus;
    beforeEach(async () => {
      bus = await LogBus.open({ path: join(engines.folder, 'bus') });
    });
    afterEach(async () => {
      await Promise.all(loops.splice(0).map(loop => loop.stop()));
      await bus.close();
    });
    const relay = (holder: string, over: Partial<RelayOptions> = {}) => {
      const made = new Relay({
        name: 'public',
        ...engines,
        bus,
        lease: termsOf(holder),
        observer,
        tuning: { ...tuning, batch: 3 },
        ...over,
      });
      loops.push(made);
      made.start();
      return made;
    };
    const published = async () => (await bus.read({ after: -1n, limit: 1000 })).messages.map(({ id }) => id);

    it('do so one at a time, also when one was stopped for longer than its lease', async () => {
      await append(engines.eventStore, history(10));
      const stall = new Stall();
      const first = relay('a', { viewStore: stall.around(engines.viewStore) });
      await first.whenCaughtUp(SOON);
      const second = relay('b');
      await reached(second, 'standby');
      expect(second.status().position).toBeUndefined();
      stall.begin();
      await second.whenCaughtUp(SOON);
      await append(engines.eventStore, history(10, 10));
      await second.whenCaughtUp(SOON);
      stall.stop();
      await reached(first, 'standby');
      await second.stop();
      await append(engines.eventStore, history(10, 20));
      await first.whenCaughtUp(SOON);
      const ids = (await wholeFeed(engines.eventStore)).map(({ id }) => id);
      expect(await published()).toEqual(ids);
    });
  });
});
