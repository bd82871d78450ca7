import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { KafkaPartitions } from '@touchstream/event-bus';
import { describeOnKafka, OwnTopics } from '@touchstream/event-bus/contract';
import { NO_STREAM } from '@touchstream/event-store';
import { encode } from '@touchstream/events';
import { SqliteViewStore } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import type { FeedConsumer } from '../consumer/index.js';
import { StandingBy } from '../life/index.js';
import {
  append,
  chains,
  documents,
  embedded,
  parkedOf,
  plainFold,
  retirements,
  stages,
  toAppend,
  wholeFeed,
  type Embedded,
  type Happening,
} from '../testing/index.js';
import { createPartitionRelay } from './partition-relay.js';
import { SlicedViews } from './sliced-views.js';

const SOON = { timeoutMs: 30_000 };
const SLICES = 6;
const SESSION_MS = 6_000;
const all: readonly View[] = [chains, stages, retirements];
const history = (count: number, from = 0): Happening[] =>
  Array.from({ length: count }, (_, at) => {
    const n = from + at;
    const pipeline = `p${n % 17}`;
    return n % 5 === 4 ? { pipeline, retired: `s${n % 13}` } : { pipeline, stages: [`s${n % 13}`, `s${n % 11}`] };
  });
const stage = (id: string): Happening => ({ pipeline: 'large', stages: [id] });

describeOnKafka('views in slices on Kafka', brokers => {
  let engines: Embedded;
  let topics: OwnTopics;
  let open: { stop(): Promise<void> }[];
  let closing: (() => Promise<void>)[];
  beforeEach(async () => {
    engines = await embedded();
    topics = new OwnTopics(brokers);
    open = [];
    closing = [];
  });
  afterEach(async () => {
    await Promise.all(open.map(one => one.stop()));
    await Promise.all(closing.map(close => close()));
    await engines.dispose();
    await topics.dispose();
  });

  const topicOf = (slices: number) => {
    const topic = KafkaPartitions.open({
      url: topics.url,
      topic: 'feed',
      partitions: slices,
      sessionMs: SESSION_MS,
    });
    closing.push(() => topic.close());
    return topic;
  };
  /** As a process of its own has it. */
  const projector = async ({ slices = SLICES, tickMs = 20, views = all } = {}) => {
    const viewStore = await SqliteViewStore.open({ path: join(engines.folder, 'views.db') });
    closing.push(() => viewStore.close());
    const sliced = new SlicedViews({
      name: 'projectors',
      views,
      eventStore: engines.eventStore,
      viewStore,
      topic: topicOf(slices),
      tuning: { tickMs, liveBatch: 10, backoff: { firstMs: 5, mostMs: 100 } },
    });
    open.push(sliced);
    sliced.start();
    return sliced;
  };
  const relay = (slices = SLICES): FeedConsumer => {
    const made = createPartitionRelay({
      name: 'feed',
      views: all,
      ...engines,
      topic: topicOf(slices),
      tuning: { tickMs: 20, batch: 7, backoff: { firstMs: 5, mostMs: 100 } },
    });
    open.push(made);
    made.start();
    return made;
  };
  const until = async (holds: () => boolean) => {
    for (const end = Date.now() + SOON.timeoutMs; !holds() && Date.now() < end;) await pause(10);
    expect(holds()).toBe(true);
  };
  const shares = (...of: readonly (readonly [SlicedViews, number])[]) =>
    until(() =>
      of.every(
        ([one, count]) => one.groups.length === count && one.groups.every(group => group.status().state === 'live'),
      ),
    );
  const expectFolded = async (one: SlicedViews) => {
    await one.whenCaughtUp(SOON);
    const feed = await wholeFeed(engines.eventStore);
    for (const view of all) expect(await documents(engines.viewStore, view)).toEqual(plainFold(view, feed));
  };

  it('are shared by those who read, go on as they come and go, and equal the fold', async () => {
    await append(engines.eventStore, history(60));
    relay();
    const first = await projector();
    await shares([first, SLICES]);
    await expectFolded(first);
    const second = await projector();
    for (let at = 60; at < 160; at += 20) await append(engines.eventStore, history(20, at));
    await shares([first, SLICES / 2], [second, SLICES / 2]);
    await expectFolded(first);
    const third = await projector();
    for (let at = 160; at < 260; at += 20) await append(engines.eventStore, history(20, at));
    await shares([first, 2], [second, 2], [third, 2]);
    await expectFolded(third);
    await append(engines.eventStore, history(20, 260));
    await first.stop();
    await append(engines.eventStore, history(20, 280));
    await shares([second, SLICES / 2], [third, SLICES / 2]);
    await expectFolded(second);
  }, 120_000);

  it('come from the topic when they have caught up, and from the store only where that is silent', async () => {
    await append(engines.eventStore, history(20));
    const publishing = relay();
    const building = await projector();
    await shares([building, SLICES]);
    await building.stop();
    const one = await projector({ tickMs: 60_000 });
    await shares([one, SLICES]);
    await publishing.whenCaughtUp(SOON);
    await one.whenCaughtUp(SOON);
    await publishing.stop();
    const unheard = await append(engines.eventStore, history(20, 20));
    await expect(one.whenCaughtUp({ timeoutMs: 300, position: unheard })).rejects.toThrow('within');
    publishing.start();
    await expectFolded(one);
    await one.stop();
    const other = await projector();
    await shares([other, SLICES]);
    await publishing.stop();
    await append(engines.eventStore, history(20, 40));
    await expectFolded(other);
    expect(other.here().map(({ view, lagEvents }) => [view, lagEvents])).toEqual(all.map(view => [view.name, 0]));
  }, 60_000);

  it('have what a reader missed, and what is too large for a record', async () => {
    await append(engines.eventStore, history(5));
    const publishing = relay();
    const one = await projector();
    await shares([one, SLICES]);
    await one.stop();
    await append(engines.eventStore, history(30, 5));
    await append(engines.eventStore, [stage('x'.repeat(700_000))]);
    await publishing.whenCaughtUp(SOON);
    one.start();
    await append(engines.eventStore, [stage('y'.repeat(700_000)), ...history(5, 35)]);
    await expectFolded(one);
  }, 60_000);

  it('hold back what follows an event that cannot be read, in each slice', async () => {
    relay();
    const one = await projector();
    await shares([one, SLICES]);
    const broken = { ...toAppend({ pipeline: 'b', stages: ['s1'] }, 'broken'), data: encode('not an object') };
    await engines.eventStore.append('sales-process-b', NO_STREAM, [broken]);
    await append(engines.eventStore, [
      { pipeline: 'b', stages: ['s2'] },
      { pipeline: 'c', stages: ['s3'] },
    ]);
    await one.whenCaughtUp(SOON);
    expect(Object.keys(await documents(engines.viewStore, chains))).toEqual(['c']);
    const parked = await parkedOf(engines.viewStore, chains);
    expect(parked.map(({ key, reason }) => [key, reason])).toEqual([
      ['stream:sales-process-b', expect.any(String)],
      ['stream:sales-process-b', 'behind'],
    ]);
  }, 60_000);

  it('tell of what is parked in any slice, and of what is in each once', async () => {
    relay();
    const fragile: View = {
      ...chains,
      on: {
        'sales-process.published': () => {
          throw new RangeError('always');
        },
      },
    } as View;
    const one = await projector({ views: [fragile] });
    await shares([one, SLICES]);
    const broken = { ...toAppend({ pipeline: 'b', stages: ['s1'] }, 'broken'), data: encode('not an object') };
    await engines.eventStore.append('sales-process-b', NO_STREAM, [broken]);
    const keys = Array.from({ length: 20 }, (_, at) => `p${at}`);
    await append(
      engines.eventStore,
      [...keys, ...keys].map(pipeline => ({ pipeline, stages: ['s'] })),
    );
    await one.whenCaughtUp(SOON);
    await until(() => one.here()[0]?.parked.events === 41);
    expect(one.here()[0]?.parked).toEqual({ keys: 21, events: 41, oldest: expect.any(String) });
  }, 60_000);

  it('are built anew by all, when who has the first slice is asked', async () => {
    await append(engines.eventStore, history(40));
    relay();
    const [first, second] = [await projector(), await projector()];
    await shares([first, SLICES / 2], [second, SLICES / 2]);
    const [before] = await engines.viewStore.generations('chains');
    const asked = await Promise.allSettled([first, second].map(one => one.rebuild('chains', SOON)));
    const refused = asked.flatMap(one => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toEqual([expect.any(StandingBy)]);
    expect((await engines.viewStore.generations('chains'))[0]?.number).toBe((before?.number ?? 0) + 1);
    await append(engines.eventStore, history(20, 40));
    await expectFolded(first);
  }, 60_000);

  it('go on with another number of slices, and as a whole, from where they are', async () => {
    await append(engines.eventStore, history(40));
    const publishing = relay();
    const one = await projector();
    await shares([one, SLICES]);
    await expectFolded(one);
    await one.stop();
    await publishing.stop();
    await topics.dispose();
    relay(2);
    await append(engines.eventStore, history(15, 40));
    const generations = await engines.viewStore.generations('chains');
    const other = await projector({ slices: 2 });
    await shares([other, 2]);
    await expectFolded(other);
    expect((await engines.viewStore.generations('chains')).map(({ number }) => number)).toEqual(
      generations.map(({ number }) => number),
    );
  }, 60_000);
});
