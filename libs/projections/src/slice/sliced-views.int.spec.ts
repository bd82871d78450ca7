import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventBusUnavailable } from '@touchstream/event-bus';
import { START } from '@touchstream/event-store';
import type { EventEnvelope } from '@touchstream/events';
import type { View } from '@touchstream/views';
import { BEHIND } from '../fold/index.js';
import { Conditions } from '../waiting/index.js';
import { StandingBy, type StateChange } from '../life/index.js';
import {
  append,
  chains,
  documents,
  embedded,
  parkedOf,
  plainFold,
  silentTopic,
  wholeFeed,
  type Embedded,
} from '../testing/index.js';
import { sliceOf } from './slice.js';
import { SlicedViews } from './sliced-views.js';

const SOON = { timeoutMs: 20_000 };
const SLICES = 4;
const published = (pipeline: string) => ({ pipeline, stages: ['s'] });
/** A document in one of these slices. */
const keyIn = (slices: readonly number[]): string => {
  for (let at = 0; ; at += 1) if (slices.includes(sliceOf(`p${at}`, SLICES))) return `p${at}`;
};

describe('views in slices, where events are parked,', () => {
  let engines: Embedded;
  let open: SlicedViews[];
  /** How far each slice has committed. */
  let reached: Map<string, bigint>;
  let errors: unknown[];
  let isMended: boolean;
  let changes: Conditions;
  beforeEach(async () => {
    engines = await embedded();
    [open, errors, isMended, changes, reached] = [[], [], false, new Conditions(), new Map()];
  });
  afterEach(async () => {
    await Promise.all(open.map(one => one.stop()));
    await engines.dispose();
  });

  const broken = <T>(work: () => T): T => {
    if (!isMended) throw new RangeError('not mended');
    return work();
  };
  /** Has no key for the events of one process, and cannot fold those of another. */
  const fragile = (keyless: string, unfoldable: string): View => {
    const view = chains as unknown as View;
    return {
      ...view,
      keys: event => {
        const keys = view.keys(event);
        return keys.includes(keyless) ? broken(() => keys) : keys;
      },
      initial: key => (key === unfoldable ? broken(() => view.initial(key)) : view.initial(key)),
    };
  };
  /** Has no key for the retirement of one stage. */
  const unreadable = (stageId: string): View => {
    const view = chains as unknown as View;
    const isIt = ({ data }: EventEnvelope) => (data as { stageId?: string }).stageId === stageId;
    return { ...view, keys: event => (isIt(event) ? broken(() => view.keys(event)) : view.keys(event)) };
  };
  const projector = (view: View, mine: readonly number[]) => {
    const sliced = new SlicedViews({
      ...engines,
      name: 'projectors',
      views: [view],
      topic: silentTopic(SLICES, mine),
      observer: {
        onState: ({ error }) => {
          if (error !== undefined) errors.push(error);
          changes.changed();
        },
        onBatch: ({ group, position }) => {
          reached.set(group, position);
          changes.changed();
        },
      },
      tuning: { tickMs: 20, backoff: { firstMs: 5, mostMs: 50 } },
    });
    open.push(sliced);
    sliced.start();
    return sliced;
  };

  /** Resolves when the projector has committed all up to the position, whatever the others have. */
  const hasReached = (one: SlicedViews, position: bigint) =>
    changes.until(() => one.groups.every(group => (reached.get(group.status().group) ?? START) >= position), SOON);
  /** The revision of the second event of these. */
  const UNREADABLE = 2;
  /** A readable event of each process that has been published, one that is not, and a readable one after it. */
  const stopsWithin = (pipelines: readonly string[]) =>
    ['a', 'bad', 'b'].flatMap(retired => pipelines.map(pipeline => ({ pipeline, retired })));
  /** Of each process the events before this revision; the first of the others is the one that cannot be read. */
  const expectFoldedUpTo = async (view: View, revision: number) => {
    const feed = await wholeFeed(engines.eventStore);
    const [before, held] = [feed.filter(one => one.revision < revision), feed.filter(one => one.revision >= revision)];
    expect(await documents(engines.viewStore, view)).toEqual(plainFold(chains as unknown as View, before));
    expect((await parkedOf(engines.viewStore, view)).map(({ eventId, reason }) => [eventId, reason])).toEqual(
      held.map(one => [one.id, one.revision === revision ? 'keys: RangeError' : BEHIND]),
    );
  };

  it.each([
    [[0], [1, 2, 3]],
    [[1, 2, 3], [0]],
  ])('hold back what follows, and nothing before, where slices %j go on first, then %j', async (early, late) => {
    const [p, q] = [keyIn([0]), keyIn([1, 2, 3])];
    await append(engines.eventStore, [published(p), published(q)]);
    const view = unreadable('bad');
    const whole = projector(view, [0, 1, 2, 3]);
    await whole.whenCaughtUp(SOON);
    await whole.stop();
    const end = await append(engines.eventStore, stopsWithin([p, q]));
    const first = projector(view, early);
    await hasReached(first, end);
    const other = projector(view, late);
    await other.whenCaughtUp(SOON);
    await expectFoldedUpTo(view, UNREADABLE);
    const [begins, follows] = early.includes(0) ? [first, other] : [other, first];
    // What comes first is what cannot be read, so that nothing is to be built anew.
    expect(await begins.retryParked('chains')).toMatchObject({ folded: 0, rebuilding: false });
    await begins.rebuild('chains', SOON);
    await begins.whenCaughtUp(SOON);
    await expectFoldedUpTo(view, UNREADABLE);
    isMended = true;
    await expect(follows.retryParked('chains')).rejects.toThrow(StandingBy);
    expect(await begins.retryParked('chains')).toMatchObject({ rebuilding: true });
    await begins.rebuild('chains', SOON);
    await begins.whenCaughtUp(SOON);
    await expectFoldedUpTo(view, Infinity);
    expect(await begins.retryParked('chains')).toEqual({ folded: 0, parked: 0, rebuilding: false });
  });

  it('hold back nothing before it in a first build either', async () => {
    const [p, q] = [keyIn([0]), keyIn([1, 2, 3])];
    const end = await append(engines.eventStore, [published(p), published(q), ...stopsWithin([p, q])]);
    const view = unreadable('bad');
    await hasReached(projector(view, [0]), end);
    await projector(view, [1, 2, 3]).whenCaughtUp(SOON);
    await expectFoldedUpTo(view, UNREADABLE);
  });

  it('fold what is theirs, and begin to be built anew where who has the first slice is asked', async () => {
    const [keyless, unfoldable] = [keyIn([0, 1, 2, 3]), keyIn([3])];
    await append(engines.eventStore, [published(keyless), published(unfoldable), published('q')]);
    const view = fragile(keyless, unfoldable);
    const whole = projector(view, [0, 1, 2, 3]);
    await whole.whenCaughtUp(SOON);
    await whole.stop();
    const [first, other] = [projector(view, [0, 1]), projector(view, [2, 3])];
    const isLive = (one: SlicedViews) => one.groups.every(group => group.status().state === 'live');
    await changes.until(() => isLive(first) && isLive(other), SOON);
    expect((await parkedOf(engines.viewStore, view)).map(({ key }) => key)).toEqual([
      `stream:sales-process-${keyless}`,
      unfoldable,
    ]);
    isMended = true;
    errors = [];
    await expect(other.retryParked('chains')).rejects.toThrow(StandingBy);
    expect(Object.keys(await documents(engines.viewStore, view)).sort()).toEqual([unfoldable, 'q'].sort());
    const [before] = await engines.viewStore.generations('chains');
    expect(await first.retryParked('chains')).toEqual({ folded: 0, parked: 1, rebuilding: true });
    expect((await engines.viewStore.generations('chains')).at(-1)?.number).toBe(before!.number + 1);
    expect(errors).toEqual([]);
  });
});

describe('views in slices, of a process that may not join those who share them,', () => {
  let engines: Embedded;
  let sliced: SlicedViews;
  let seen: StateChange[];
  let changes: Conditions;
  let isAllowed: boolean;
  beforeEach(async () => {
    engines = await embedded();
    [seen, changes, isAllowed] = [[], new Conditions(), false];
    const topic = silentTopic(2, [0, 1]);
    sliced = new SlicedViews({
      ...engines,
      name: 'projectors',
      views: [chains as unknown as View],
      topic: {
        ...topic,
        read: async (...asked) => {
          if (!isAllowed) throw new EventBusUnavailable('Kafka: GROUP_AUTHORIZATION_FAILED');
          await topic.read(...asked);
        },
      },
      observer: {
        onState: ({ loop, ...change }) => {
          if (loop !== 'projectors') return;
          seen.push(change);
          changes.changed();
        },
      },
      tuning: { tickMs: 20, backoff: { firstMs: 5, mostMs: 50 } },
    });
    await append(engines.eventStore, [published('p')]);
  });
  afterEach(async () => {
    await sliced.stop();
    await engines.dispose();
  });
  const hasFailed = () => changes.until(() => seen.some(({ to }) => to === 'retrying'), SOON);
  const hasJoined = () => changes.until(() => sliced.membership.state === 'live', SOON);

  it('tell of it, and go on when it can', async () => {
    sliced.start();
    await hasFailed();
    expect(seen.at(-1)?.error).toBeInstanceOf(EventBusUnavailable);
    const { state, attempts, lastError } = sliced.membership;
    expect({ state, attempts, lastError }).toMatchObject({
      state: 'retrying',
      attempts: 1,
      lastError: { name: 'EventBusUnavailable' },
    });
    isAllowed = true;
    await hasJoined();
    await sliced.whenCaughtUp(SOON);
    await sliced.stop();
    expect(sliced.membership.state).toBe('stopped');
  });

  it('forget its attempts when it has been a member for long, which a clock that is set does not bring about', async () => {
    jest.useFakeTimers({
      doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask'],
    });
    try {
      sliced.start();
      await hasFailed();
      isAllowed = true;
      await hasJoined();
      jest.setSystemTime(Date.now() + 3_600_000);
      jest.advanceTimersByTime(2_000);
      expect(sliced.membership.attempts).toBe(1);
      jest.setSystemTime(Date.now() - 7_200_000);
      jest.advanceTimersByTime(10_000);
      expect(sliced.membership.attempts).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
