import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kafka, Partitioners, type Message } from 'kafkajs';
import { Inbox, MemoryInboxStorage, type Hold } from '../inbox/index.js';
import { subscribe, type Subscription } from './subscribe.js';

const BROKERS = process.env['TEST_KAFKA_BROKERS'] || undefined;
const reason = 'SKIPPED: TEST_KAFKA_BROKERS is not set';
if (BROKERS === undefined) process.stderr.write(`a subscription to Kafka: ${reason}\n`);
const describeHere = BROKERS === undefined ? describe.skip : describe;

/** `s@2` as a message of key k. */
const message = (name: string): Message => {
  const [stream = '', revision = ''] = name.split('@');
  return {
    key: 'k',
    value: '{}',
    headers: {
      ce_specversion: '1.0',
      ce_id: name,
      ce_type: 'crm.order.placed.v1',
      ce_source: '/touchstream/main',
      ce_time: '2026-03-01T10:00:00.000Z',
      ce_subject: stream,
      ce_schemaversion: '1',
      ce_streamrevision: revision,
      ce_position: '0',
      ce_recordedat: '2026-03-01T10:00:01.000Z',
      ce_correlationid: 'c',
      ce_actorkind: 'user',
    },
  };
};

describeHere(`a subscription to Kafka${BROKERS === undefined ? `: ${reason}` : ''}`, () => {
  const kafka = new Kafka({
    brokers: BROKERS?.split(',') ?? [],
    logCreator: () => () => undefined,
    retry: { retries: 20, initialRetryTime: 50, maxRetryTime: 500 },
  });
  const running: Subscription[] = [];
  let topic: string;
  let handled: string[];
  let held: Hold[];
  let news: EventEmitter;
  let storage: MemoryInboxStorage;
  let onHandling: () => Promise<void>;
  let away: string[];

  const asAdmin = async <T>(work: (admin: ReturnType<typeof kafka.admin>) => Promise<T>): Promise<T> => {
    const admin = kafka.admin();
    await admin.connect();
    const result = await work(admin);
    await admin.disconnect();
    return result;
  };
  beforeEach(async () => {
    topic = `test-${randomUUID()}`;
    [handled, held, news, storage] = [[], [], new EventEmitter(), new MemoryInboxStorage()];
    [onHandling, away] = [async () => undefined, []];
    await makeTopic(1);
  });
  afterEach(async () => {
    await stopAll();
    await asAdmin(async admin => {
      const { groups } = await admin.listGroups();
      await admin.deleteGroups(groups.map(({ groupId }) => groupId).filter(one => one === topic));
      await admin.deleteTopics({ topics: [topic] });
    });
  });

  const deleteTopic = () =>
    asAdmin(async admin => {
      await admin.deleteTopics({ topics: [topic] });
      while ((await admin.listTopics()).includes(topic));
    });
  const makeTopic = (numPartitions: number) =>
    asAdmin(admin => admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true }));
  const stopAll = () => Promise.all(running.splice(0).map(one => one.stop()));

  const send = async (...messages: readonly Message[]) => {
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: [...messages] });
    await producer.disconnect();
  };
  const start = async (fromBeginning = true): Promise<Subscription> => {
    const inbox = new Inbox({
      storage,
      begin: fromBeginning ? 'at the start' : 'anywhere',
      handle: async ({ id }) => {
        await onHandling();
        handled.push(id);
        news.emit('news');
      },
      observer: {
        onHeld: hold => {
          held.push(hold);
          news.emit('news');
        },
      },
    });
    const consumer = kafka.consumer({
      groupId: topic,
      maxWaitTimeInMs: 100,
      sessionTimeout: 6_000,
      heartbeatInterval: 1_000,
    });
    const subscription = await subscribe({
      consumer,
      admin: kafka.admin(),
      topics: [topic],
      inbox,
      fromBeginning,
      chunk: 2,
      onAway: ({ name }) => {
        away.push(name);
        news.emit('away');
      },
    });
    running.push(subscription);
    return subscription;
  };
  const until = async (condition: () => boolean) => {
    while (!condition()) await once(news, 'news');
  };

  it('hands on each event once and in order, through repetitions and a restart', async () => {
    await send(...['s@0', 's@1', 's@0', 's@1', 's@2', 'r@0'].map(message));
    const first = await start();
    await until(() => handled.length === 4);
    await first.stop();
    running.length = 0;
    await send(...['s@2', 's@3'].map(message));
    await start();
    await until(() => handled.length === 5);
    expect(handled).toEqual(['s@0', 's@1', 's@2', 'r@0', 's@3']);
  });

  it('stops a key at a gap, and reads again what waited when the missing event comes', async () => {
    await send(...['s@0', 's@2', 'r@0', 's@3'].map(message));
    await start();
    await until(() => held.length === 1);
    await send(message('s@1'));
    await until(() => handled.length === 5);
    expect(handled).toEqual(['s@0', 's@1', 's@2', 'r@0', 's@3']);
  });

  it('stops a key at a message that is no event, until an operator does without it', async () => {
    await send(message('s@0'), { ...message('s@1'), value: '{' }, message('r@0'));
    const subscription = await start();
    await until(() => held.length === 1);
    expect(held[0]).toMatchObject({ kind: 'unfit', reason: 'its value is no JSON', place: { offset: 1n } });
    await subscription.release({ topic, key: 'k' }, 'do without');
    await until(() => handled.includes('r@0'));
    expect(handled).toEqual(['s@0', 'r@0']);
    await send(message('s@2'));
    await until(() => held.length === 2);
    expect(held[1]).toMatchObject({ kind: 'gap', stream: 's', revision: 1 });
  });

  it('joins again when handling took longer than its session, and it was taken for dead', async () => {
    const whenTakenForDead = () =>
      asAdmin(async admin => {
        const members = async () => (await admin.describeGroups([topic])).groups[0]?.members ?? [];
        while ((await members()).length > 0) await setTimeout(100);
      });
    let isFirst = true;
    onHandling = async () => {
      if (isFirst) await whenTakenForDead();
      isFirst = false;
    };
    await send(...['s@0', 's@1'].map(message));
    await start();
    await until(() => handled.length === 2);
    await send(...['s@2', 's@3', 's@4'].map(message));
    await until(() => handled.length === 5);
    expect(handled).toEqual(['s@0', 's@1', 's@2', 's@3', 's@4']);
  });

  it('joins again after an error that the client stops for, and tells it', async () => {
    const transaction = storage.transaction.bind(storage);
    let failures = 2;
    storage.transaction = async work => {
      failures -= 1;
      if (failures >= 0) throw new TypeError('the database is not itself');
      return transaction(work);
    };
    await send(...['s@0', 's@1'].map(message));
    await start();
    await until(() => handled.length === 2);
    expect(handled).toEqual(['s@0', 's@1']);
    expect(away).toEqual(['KafkaJSNonRetriableError', 'KafkaJSNonRetriableError']);
  });

  it('stays stopped when it is stopped while it is away', async () => {
    const whenAway = once(news, 'away');
    storage.transaction = async () => {
      throw new TypeError('the database is not itself');
    };
    await send(message('s@0'));
    const subscription = await start();
    await whenAway;
    await subscription.stop();
    running.length = 0;
    await asAdmin(async admin => {
      const { groups } = await admin.describeGroups([topic]);
      expect(groups[0]?.members).toEqual([]);
    });
  });

  it('waits for a topic that is not there yet, and does not make it', async () => {
    await deleteTopic();
    const whenAway = once(news, 'away');
    await start();
    await whenAway;
    expect(away[0]).toBe('TopicMissing');
    expect(await asAdmin(admin => admin.listTopics())).not.toContain(topic);
    await makeTopic(2);
    await send(message('s@0'));
    await until(() => handled.length === 1);
  });

  it('can be stopped while it waits for a topic', async () => {
    await deleteTopic();
    const whenAway = once(news, 'away');
    await start();
    await whenAway;
    await stopAll();
    await makeTopic(1);
    await start();
  });

  describe('that begins with what comes next', () => {
    const PARTITIONS = [0, 1, 2];
    const toAll = (revision: number, partitions = PARTITIONS) =>
      partitions.map(partition => ({ ...message(`s${partition}@${revision}`), key: `k${partition}`, partition }));
    const idsOf = (...revisions: readonly number[]) =>
      revisions.flatMap(revision => PARTITIONS.map(partition => `s${partition}@${revision}`)).sort();
    beforeEach(async () => {
      await asAdmin(admin => admin.createPartitions({ topicPartitions: [{ topic, count: PARTITIONS.length }] }));
      await send(...toAll(0));
    });

    it('misses nothing of any partition after that, also while it is away before a first message', async () => {
      await start(false);
      await stopAll();
      await send(...toAll(1));
      await start(false);
      await until(() => handled.length === PARTITIONS.length);
      await send(...toAll(2));
      await until(() => handled.length === 2 * PARTITIONS.length);
      expect([...handled].sort()).toEqual(idsOf(1, 2));
    });

    it('reads a topic that comes after it from its first message on', async () => {
      await deleteTopic();
      await start(false);
      await makeTopic(PARTITIONS.length);
      await send(...toAll(0));
      await until(() => handled.length === PARTITIONS.length);
      expect([...handled].sort()).toEqual(idsOf(0));
    });

    it('begins at one place where two members begin at once', async () => {
      await Promise.all([start(false), start(false)]);
      await send(...toAll(1));
      await until(() => handled.length === PARTITIONS.length);
      await stopAll();
      await send(...toAll(2));
      await Promise.all([start(false), start(false)]);
      await until(() => handled.length === 2 * PARTITIONS.length);
      expect([...handled].sort()).toEqual(idsOf(1, 2));
    });

    it('reads a partition that is added later from its first message on', async () => {
      await start(false);
      await stopAll();
      await asAdmin(admin => admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] }));
      await send(...toAll(1, [3]));
      await start(false);
      await until(() => handled.length === 1);
      expect(handled).toEqual(['s3@1']);
    });

    it('goes on with the earliest where the broker has deleted what it is to read again, and tells the gap', async () => {
      const only = (...names: readonly string[]) =>
        names.map(name => ({ ...message(name), key: name.split('@')[0]!, partition: 0 }));
      await start(false);
      await send(...only('a@1', 'f@0', 'f@1', 'f@2'));
      await until(() => handled.length === 4);
      await stopAll();
      // What a@3 shows to be missing is looked for behind a@1, which is deleted then.
      await asAdmin(async admin => {
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
      });
      await send(...only('a@3', 'n@0', 'o@0'));
      await start(false);
      await until(() => handled.length === 6 && held.length === 1);
      expect(handled.slice(4)).toEqual(['n@0', 'o@0']);
      expect(held).toMatchObject([{ kind: 'gap', key: 'a' }]);
    });
  });
});
