import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  EventBusUnavailable,
  openEventBus,
  type BusMessage,
  type EventBus,
  type OtherTopic,
} from '@touchstream/event-bus';
import { describeOnKafka, describeWithOwnBroker, OwnBroker, OwnTopics } from '@touchstream/event-bus/contract';
import { NO_STREAM, type EventStore } from '@touchstream/event-store';
import type { ViewStore } from '@touchstream/view-store';
import { append, embedded, toAppend, wholeFeed, type Embedded, type Happening } from '../testing/index.js';
import { Conditions } from '../waiting/index.js';
import { publicTopics } from './public-event.js';
import { Relay, type RelayOptions } from './relay.js';
import { PREVIOUS_REVISION } from './translate.js';

const SOON = { timeoutMs: 60_000 };
const PIPELINES = 7;
const history = (count: number, from = 0): Happening[] =>
  Array.from({ length: count }, (_, at) => ({ pipeline: `p${(from + at) % PIPELINES}`, stages: [`s${at}`] }));

/** The messages without what came before: what a consumer keeps that knows repetitions by their ids. */
const firsts = (stored: readonly BusMessage[]) =>
  [...new Map(stored.toReversed().map(one => [one.id, one])).values()].reverse();

/** Whether the bus holds every event of the feed, and in each key the first of each in order. */
async function ensureWhole(eventStore: EventStore, stored: readonly BusMessage[]): Promise<void> {
  const feed = await wholeFeed(eventStore);
  const kept = firsts(stored);
  expect(kept).toHaveLength(feed.length);
  expect(new Set(kept.map(one => one.id))).toEqual(new Set(feed.map(one => one.id)));
  for (const key of new Set(kept.map(one => one.key))) {
    const positions = kept.filter(one => one.key === key).map(one => Number(one.position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  }
}

/** A view store whose process is killed at its n-th commit: that one and all later ones come to nothing. */
function dyingAtCommit(viewStore: ViewStore, at: number, onDeath: () => void) {
  let commits = 0;
  const commit: ViewStore['commit'] = async all => {
    commits += 1;
    if (commits < at) return viewStore.commit(all);
    onDeath();
    throw new Error('killed');
  };
  const store = new Proxy(viewStore, {
    get: (target, name) => {
      const member: unknown = name === 'commit' ? commit : Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { store, isDead: () => commits >= at };
}

function relaying(): {
  readonly engines: () => Embedded;
  readonly open: (url: string) => Promise<EventBus>;
  readonly started: (bus: EventBus, over?: Partial<RelayOptions>) => Relay;
} {
  let engines: Embedded;
  const buses: EventBus[] = [];
  const relays: Relay[] = [];
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map(relay => relay.stop()));
    await Promise.all(buses.splice(0).map(bus => bus.close()));
    await engines.dispose();
  });
  return {
    engines: () => engines,
    open: async url => {
      const bus = await openEventBus(url);
      buses.push(bus);
      return bus;
    },
    started: (bus, over = {}) => {
      const { eventStore, viewStore } = engines;
      const tuning = { batch: 5, tickMs: 20, backoff: { firstMs: 10, mostMs: 200 }, ...over.tuning };
      const relay = new Relay({ name: 'public', eventStore, viewStore, bus, ...over, tuning });
      relays.push(relay);
      relay.start();
      return relay;
    },
  };
}

describeOnKafka('the relay on Kafka', brokers => {
  const { engines, open, started } = relaying();
  let topics: OwnTopics;
  beforeEach(() => {
    topics = new OwnTopics(brokers);
  });
  afterEach(() => topics.dispose());

  it('publishes each event once, in order per key, where nothing goes wrong', async () => {
    await append(engines().eventStore, history(40));
    await started(await open(topics.url)).whenCaughtUp(SOON);
    const stored = await topics.stored();
    expect(stored).toHaveLength(40);
    await ensureWhole(engines().eventStore, stored);
    expect(new Set(stored.map(one => one.topic))).toEqual(new Set(['crm.sales.v1']));
  });

  it('makes all topics as soon as the brokers answer, whatever there is to publish, and tells those that are other', async () => {
    const other = `${topics.prefix}crm.field.v1`;
    const admin = topics.kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: other, numPartitions: 1 }] });
    const bus = await open(topics.url);
    let isAway = true;
    const awayAtFirst: EventBus = {
      prepare: async names => {
        if (!isAway) return bus.prepare(names);
        isAway = false;
        throw new EventBusUnavailable('Kafka: ECONNREFUSED');
      },
      publish: messages => bus.publish(messages),
      ping: () => bus.ping(),
      close: () => bus.close(),
    };
    const told = await new Promise<readonly OtherTopic[]>(resolve => {
      started(awayAtFirst, { observer: { onOtherTopics: resolve } });
    });
    expect(told).toEqual([{ topic: other, partitions: 1, wanted: 3 }]);
    expect(await admin.listTopics()).toEqual(expect.arrayContaining(publicTopics.map(topic => topics.prefix + topic)));
    await admin.disconnect();
  });

  it('repeats some, and loses none, when it is killed between the answer and the checkpoint', async () => {
    const { eventStore, viewStore } = engines();
    await append(eventStore, history(40));
    const bus = await open(topics.url);
    let lives = 0;
    for (let caughtUp = false; !caughtUp; lives += 1) {
      const changes = new Conditions();
      const dying = dyingAtCommit(viewStore, 3, () => changes.changed());
      const relay = started(bus, { viewStore: dying.store, observer: { onState: () => changes.changed() } });
      const head = await eventStore.head();
      const isThere = () => (relay.status().position ?? -1n) >= head;
      await changes.until(() => dying.isDead() || isThere(), SOON);
      await relay.stop();
      caughtUp = isThere();
    }
    const stored = await topics.stored();
    expect(lives).toBeGreaterThan(2);
    expect(stored.length).toBeGreaterThan(40);
    await ensureWhole(eventStore, stored);
  }, 60_000);

  it('leaves out, visibly, what is too large for the broker', async () => {
    const { eventStore } = engines();
    await append(eventStore, history(3));
    const stages = Array.from({ length: 12_000 }, (_, at) => `${at}`.padStart(90, 's'));
    await eventStore.append('sales-process-p1', 0, [toAppend({ pipeline: 'p1', stages }, 'large')]);
    await append(eventStore, history(PIPELINES, 3));
    const told: string[] = [];
    const relay = started(await open(topics.url), {
      observer: { onSkipped: list => told.push(...list.map(one => `${one.stream}@${one.revision}: ${one.reason}`)) },
    });
    await relay.whenCaughtUp(SOON);
    expect(told).toEqual(['sales-process-p1@1: larger than the broker takes']);
    expect(relay.status()).toMatchObject({ published: 3 + PIPELINES, skipped: { events: 1 } });
    const left = firsts(await topics.stored()).filter(one => one.key === 'p1');
    expect(left.map(one => one.headers['ce_streamrevision'])).toEqual(['0', '2']);
  });

  it('tells where a stream went on under another key', async () => {
    const { eventStore } = engines();
    const customers = [undefined, 'c1', 'c2', 'c1'];
    const events = customers.map((customerId, at) =>
      toAppend({ pipeline: 'q', stages: [] }, `q${at}`, { ...(customerId && { customerId }) }),
    );
    await eventStore.append('sales-process-q', NO_STREAM, events);
    await started(await open(topics.url)).whenCaughtUp(SOON);
    const told = (await topics.stored()).map(({ key, headers }) => [
      key,
      headers['ce_streamrevision'],
      headers[PREVIOUS_REVISION],
    ]);
    expect(told.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
      ['q', '0', undefined],
      ['c1', '1', '-1'],
      ['c2', '2', '-1'],
      ['c1', '3', '1'],
    ]);
  });

  it('takes no grant for a topic that there is not', async () => {
    const bus = await open(topics.url);
    expect(() => started(bus, { personalTopics: ['crm.sale.v1'] })).toThrow(
      'no topics of the public feed: crm.sale.v1',
    );
  });
});

describeWithOwnBroker('the relay while its broker is killed', () => {
  const { engines, open, started } = relaying();
  let broker: OwnBroker;
  beforeEach(async () => {
    broker = await OwnBroker.start();
  }, 60_000);
  afterEach(() => broker.dispose(), 60_000);

  it('waits, goes on by itself, and loses nothing', async () => {
    const { eventStore } = engines();
    const topics = new OwnTopics([broker.address]);
    await append(eventStore, history(30));
    const relay = started(await open(topics.url));
    await relay.whenCaughtUp(SOON);
    const before = relay.status().position;
    await broker.kill();
    await append(eventStore, history(30, 30));
    expect(relay.status()).toMatchObject({ position: before });
    const caughtUp = relay.whenCaughtUp(SOON);
    await broker.startAgain();
    await caughtUp;
    expect(relay.status()).toMatchObject({ lagEvents: 0, skipped: { events: 0 } });
    await ensureWhole(eventStore, await topics.stored());
  }, 120_000);
});

describe('the relay while there is no broker', () => {
  const { engines, open, started } = relaying();

  it('starts, and says that it is retrying', async () => {
    await append(engines().eventStore, history(3));
    const changes = new Conditions();
    const relay = started(await open('kafka://127.0.0.1:1'), { observer: { onState: () => changes.changed() } });
    await changes.until(() => relay.status().state === 'retrying', SOON);
    expect(relay.status()).toMatchObject({ lastError: { name: 'EventBusUnavailable' } });
  });
});
