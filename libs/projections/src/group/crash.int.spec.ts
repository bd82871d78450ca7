import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, boolean, constantFrom, integer, oneof, record, uniqueArray } from 'fast-check';
import { SqliteEventStore, type EventStore } from '@touchstream/event-store';
import { SqliteViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import {
  append,
  chains,
  documents,
  Faults,
  plainFold,
  retirements,
  stages,
  wholeFeed,
  type Fault,
  type Happening,
} from '../testing/index.js';
import { LoopStopped } from '../life/index.js';
import { ProjectionGroup } from './projection-group.js';
import type { Tuning } from './tuning.js';

const SOON = { timeoutMs: 10_000 };
const views: readonly View[] = [chains, stages, retirements];

interface Run {
  readonly eventStore: EventStore;
  readonly path: string;
  readonly tuning: Partial<Tuning>;
  readonly faults: Faults;
  /** What is done once it has caught up for the first time. */
  readonly then?: (group: ProjectionGroup) => Promise<void>;
}

/** One life of a projector on freshly opened views, until it has caught up and done what is asked, or was killed. */
async function live({ eventStore, path, tuning, faults, then }: Run): Promise<void> {
  const viewStore = await SqliteViewStore.open({ path });
  const group = new ProjectionGroup({
    name: 'crash',
    views,
    eventStore: faults.around(eventStore),
    viewStore: faults.around(viewStore),
    tuning: { tickMs: 20, backoff: { firstMs: 1, mostMs: 2 }, ...tuning },
    // A dead one would try for ever.
    observer: { onState: ({ to }) => void (to === 'retrying' && faults.isDead && group.stop()) },
  });
  group.start();
  try {
    await group.whenCaughtUp({ ...SOON, position: await eventStore.head() });
    await then?.(group);
  } catch (error) {
    if (!(error instanceof LoopStopped && faults.isDead)) throw error;
  } finally {
    await group.stop();
    await viewStore.close();
  }
}

/** What the views hold, and what they should. */
async function compared(eventStore: EventStore, path: string) {
  const viewStore = await SqliteViewStore.open({ path });
  const feed = await wholeFeed(eventStore);
  const found: Record<string, unknown> = {};
  const wanted: Record<string, unknown> = {};
  for (const one of views) {
    found[one.name] = await documents(viewStore, one);
    wanted[one.name] = plainFold(one, feed);
  }
  await viewStore.close();
  return { found, wanted };
}

const published = (pipeline: string, ...ids: string[]): Happening => ({ pipeline, stages: ids });
const retired = (pipeline: string, id: string): Happening => ({ pipeline, retired: id });

describe('a projector that is killed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crash-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const small = { liveBatch: 2, catchUpBatch: 3, commitEvents: 4, keepDocuments: 3 };
  describe.each<[Fault, Partial<Tuning>]>([
    ['killed', { stretchEvents: 4 }],
    ['refused', { stretchEvents: 4 }],
    ['answer lost', { stretchEvents: 4 }],
    ['killed', { stretchEvents: 100, commitDocuments: 1 }],
  ])('between any two steps (%s, %j)', (fault, bounds) => {
    const tuning = { ...small, ...bounds };
    const before = [
      published('p', 'a', 'b'),
      published('q', 'b', 'c'),
      retired('p', 'a'),
      published('r', 'a', 'd'),
      published('p', 'a', 'c'),
      retired('q', 'b'),
      published('q', 'b'),
    ];
    const after = [published('p', 'd'), retired('r', 'd'), published('r', 'a'), published('p', 'd')];

    it('goes on as if nothing had been', async () => {
      let played = true;
      for (let step = 1; played; step += 1) {
        const eventStore = await SqliteEventStore.open({
          path: join(folder, `${fault}-${bounds.stretchEvents}-${step}.events`),
        });
        const path = join(folder, `${fault}-${bounds.stretchEvents}-${step}.views`);
        const faults = new Faults(step, fault);
        await append(eventStore, before);
        const later = [...after];
        const then = async (group: ProjectionGroup) => {
          const rebuilt = Promise.allSettled([group.rebuild('stages', SOON)]);
          const position = await append(eventStore, later.splice(0));
          await rebuilt;
          await group.whenCaughtUp({ ...SOON, position });
        };
        await live({ eventStore, path, tuning, faults, then });
        ({ played } = faults);
        await append(eventStore, later);
        await live({ eventStore, path, tuning, faults: new Faults(0, fault) });
        const { found, wanted } = await compared(eventStore, path);
        expect({ step, found }).toEqual({ step, found: wanted });
        await eventStore.close();
      }
    });
  });

  it('finds every view equal to the fold, whatever happened, in whatever batches', async () => {
    const pipeline = constantFrom('p', 'q', 'r', 's');
    const stage = constantFrom('a', 'b', 'c', 'd', 'e');
    const happening = oneof(
      { weight: 3, arbitrary: record({ pipeline, stages: uniqueArray(stage, { minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: record({ pipeline, retired: stage }) },
    );
    const few = integer({ min: 1, max: 7 });
    const tunings = record({
      liveBatch: few,
      catchUpBatch: few,
      commitEvents: few,
      commitDocuments: few,
      stretchEvents: integer({ min: 1, max: 30 }),
      keepDocuments: few,
    });
    const life = record({
      happenings: array(happening, { maxLength: 12 }),
      tuning: tunings,
      step: integer({ min: 0, max: 25 }),
      fault: constantFrom<Fault>('killed', 'refused', 'answer lost'),
      rebuilds: boolean(),
    });
    let number = 0;
    const property = asyncProperty(array(life, { minLength: 1, maxLength: 4 }), async lives => {
      number += 1;
      const eventStore = await SqliteEventStore.open({ path: join(folder, `${number}.events`) });
      const path = join(folder, `${number}.views`);
      for (const { happenings, tuning, step, fault, rebuilds } of lives) {
        await append(eventStore, happenings);
        const then = async (group: ProjectionGroup) => {
          if (rebuilds) await Promise.allSettled([group.rebuild('chains', SOON)]);
        };
        await live({ eventStore, path, tuning, faults: new Faults(step, fault), then });
      }
      await live({ eventStore, path, tuning: {}, faults: new Faults(0, 'killed') });
      const { found, wanted } = await compared(eventStore, path);
      await eventStore.close();
      expect(found).toEqual(wanted);
    });
    await assert(property, { numRuns: 25 });
  });

  it('notices what it should: a view that is no fold differs', async () => {
    const eventStore = await SqliteEventStore.open({ path: join(folder, 'sound.events') });
    const path = join(folder, 'sound.views');
    await append(eventStore, [published('p', 'a'), published('p', 'b')]);
    await live({ eventStore, path, tuning: {}, faults: new Faults(0, 'killed') });
    const { found } = await compared(eventStore, path);
    const [first] = await wholeFeed(eventStore);
    const twice = first === undefined ? [] : [first, ...(await wholeFeed(eventStore))];
    expect(found['chains']).not.toEqual(plainFold(chains, twice));
    expect(found['chains']).not.toEqual(plainFold(chains, (await wholeFeed(eventStore)).toReversed()));
    await eventStore.close();
  });
});
