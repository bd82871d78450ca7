import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { busMessage, describeOnKafka, eventBusContract, OwnTopics } from '../contract/index.js';
import { EventBusUnavailable } from '../event-bus.js';
import { openEventBus } from '../open-event-bus.js';
import { KafkaBus } from './kafka-bus.js';

const run = (from: number, to: number, over?: Parameters<typeof busMessage>[1]) =>
  Array.from({ length: to - from + 1 }, (_, at) => busMessage(from + at, over));
const positions = (messages: readonly { readonly position: bigint }[]) => messages.map(one => Number(one.position));
const brief = { connect: 500, answer: 700, deadline: 1_000, ping: 1_000 };

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { readonly port: number }).port;
}

describeOnKafka('Kafka', brokers => {
  let topics: OwnTopics;
  beforeEach(() => {
    topics = new OwnTopics(brokers);
  });

  describe('by the contract', () => {
    eventBusContract(async () => {
      const bus = await openEventBus(topics.url);
      return {
        bus,
        stored: () => topics.stored(),
        dispose: async () => {
          await bus.close();
          await topics.dispose();
        },
      };
    });
  });

  describe('as the bus', () => {
    let bus: KafkaBus;
    beforeEach(async () => {
      bus = await KafkaBus.open({ url: topics.url });
    });
    afterEach(async () => {
      await bus.close();
      await topics.dispose();
    });

    const asAdmin = async <T>(work: (admin: ReturnType<typeof topics.kafka.admin>) => Promise<T>): Promise<T> => {
      const admin = topics.kafka.admin();
      await admin.connect();
      const result = await work(admin);
      await admin.disconnect();
      return result;
    };

    it('makes a topic where it is missing, with as many partitions as it was told, and again where it was deleted', async () => {
      await bus.publish([busMessage(1)]);
      const described = () => asAdmin(admin => admin.fetchTopicMetadata({ topics: [`${topics.prefix}crm.sales.v1`] }));
      expect((await described()).topics[0]?.partitions).toHaveLength(3);
      await topics.dispose();
      await expect(bus.publish([busMessage(2)])).rejects.toBeInstanceOf(EventBusUnavailable);
      await bus.publish([busMessage(2)]);
      expect(positions(await topics.stored())).toEqual([2]);
      expect((await described()).topics[0]?.partitions).toHaveLength(3);
    });

    it('makes topics before there is a message, and tells those that it would have made otherwise', async () => {
      const [one, other] = ['crm.sales.v1', 'crm.field.v1'].map(topic => topics.prefix + topic);
      await asAdmin(admin => admin.createTopics({ topics: [{ topic: other!, numPartitions: 2 }] }));
      const others = await bus.prepare(['crm.sales.v1', 'crm.field.v1']);
      expect(others).toEqual([{ topic: other, partitions: 2, wanted: 3 }]);
      const { topics: found } = await asAdmin(admin => admin.fetchTopicMetadata({ topics: [one!] }));
      expect(found[0]?.partitions).toHaveLength(3);
    });

    it('puts a key where the other languages put it', async () => {
      // Partitions of three, as Java's client computes them: toPositive(murmur2(key)) % 3.
      const keys = ['c1', 'c2', '王小明', '0197f000-0000-7000-8000-000000000001'];
      await bus.publish(keys.map((key, at) => busMessage(at + 1, { key })));
      const byPartition = new Map<string, number>();
      const consumer = topics.kafka.consumer({ groupId: `${topics.prefix}places` });
      await consumer.connect();
      await consumer.subscribe({ topics: [`${topics.prefix}crm.sales.v1`], fromBeginning: true });
      await new Promise<void>(resolve => {
        void consumer.run({
          eachMessage: async ({ partition, message }) => {
            byPartition.set(message.key?.toString() ?? '', partition);
            if (byPartition.size === keys.length) resolve();
          },
        });
      });
      await consumer.disconnect();
      await asAdmin(admin => admin.deleteGroups([`${topics.prefix}places`]));
      expect(Object.fromEntries(byPartition)).toEqual(
        Object.fromEntries(keys.map(key => [key, javaPartition(key, 3)])),
      );
    });

    it('takes more than one request holds, in order', async () => {
      const value = new Uint8Array(4_000).fill(120);
      await bus.publish(run(1, 2_500, { value }));
      expect(positions(await topics.stored())).toEqual(positions(run(1, 2_500)));
    }, 60_000);

    it('publishes in the order of the calls, though nobody waits for their ends', async () => {
      await Promise.all([bus.publish(run(1, 3)), bus.publish(run(4, 6)), bus.publish(run(7, 9))]);
      expect(positions(await topics.stored())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });

    it('names the messages that are too large for the broker, and publishes all others', async () => {
      const large = new Uint8Array(1_500_000).fill(120);
      const messages = run(1, 9).map((one, at) => (at === 2 || at === 7 ? { ...one, value: large } : one));
      const refused = await bus.publish(messages);
      expect(refused).toEqual(
        [messages[2], messages[7]].map(message => ({ message, reason: 'larger than the broker takes' })),
      );
      expect([...new Set(positions(await topics.stored()))]).toEqual([1, 2, 4, 5, 6, 7, 9]);
    });

    it('finds the one that a stricter topic does not take', async () => {
      await asAdmin(admin =>
        admin.createTopics({
          topics: [
            {
              topic: `${topics.prefix}crm.sales.v1`,
              numPartitions: 1,
              configEntries: [{ name: 'max.message.bytes', value: '2000' }],
            },
          ],
        }),
      );
      const messages = run(1, 40).map((one, at) => (at === 17 ? { ...one, value: new Uint8Array(3_000) } : one));
      const refused = await bus.publish(messages);
      expect(positions(refused.map(({ message }) => message))).toEqual([18]);
      const first = [...new Set(positions(await topics.stored()))];
      expect(first).toEqual(positions(messages).filter(one => one !== 18));
    });

    it('is used no more after it was closed, nor to publish where it was opened for reading', async () => {
      const reader = await KafkaBus.open({ url: topics.url, readOnly: true });
      await reader.ping();
      await expect(reader.publish([busMessage(1)])).rejects.toBeInstanceOf(EventBusUnavailable);
      await reader.close();
      await expect(reader.ping()).rejects.toThrow('closed');
    });

    it('asks the next broker where one is away', async () => {
      const away = await KafkaBus.open({ url: topics.url.replace('kafka://', 'kafka://127.0.0.1:1,127.0.0.1:2,') });
      let answered = 0;
      for (let at = 0; at < 6; at += 1)
        await away.ping().then(
          () => (answered += 1),
          error => expect(error).toBeInstanceOf(EventBusUnavailable),
        );
      expect(answered).toBeGreaterThan(0);
      await away.close();
    });
  });
});

describe('Kafka that is away', () => {
  it('is told at once, without a word on the console, and lets the process start', async () => {
    const spoken = (['log', 'info', 'warn', 'error'] as const).map(name => jest.spyOn(console, name));
    const bus = await KafkaBus.open({ url: 'kafka://user:s3cret@127.0.0.1:1' });
    for (const call of [() => bus.ping(), () => bus.prepare(['crm.sales.v1']), () => bus.publish([busMessage(1)])]) {
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown as Error,
      );
      expect(error).toBeInstanceOf(EventBusUnavailable);
      expect(error?.message).toBe('Kafka: ECONNREFUSED');
    }
    await bus.close();
    for (const spy of spoken) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('is no hang where it takes connections and says nothing', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer(socket => sockets.add(socket));
    const bus = await KafkaBus.open({ url: `kafka://127.0.0.1:${await listening(silent)}`, timing: brief });
    const started = performance.now();
    await expect(bus.ping()).rejects.toBeInstanceOf(EventBusUnavailable);
    await expect(bus.publish([busMessage(1)])).rejects.toBeInstanceOf(EventBusUnavailable);
    expect(performance.now() - started).toBeLessThan(15_000);
    await bus.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});

/** Java's `Utils.murmur2` in plain 32-bit arithmetic, to hold the client's own against. */
function javaPartition(key: string, partitions: number): number {
  const data = Buffer.from(key);
  const M = 0x5bd1e995;
  let h = 0x9747b28c ^ data.length;
  const whole = data.length - (data.length % 4);
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(data.readInt32LE(at), M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = data.subarray(whole);
  for (let at = rest.length - 1; at >= 0; at -= 1) h ^= (rest[at] ?? 0) << (8 * at);
  if (rest.length > 0) h = Math.imul(h, M);
  h = Math.imul(h ^ (h >>> 13), M);
  return ((h ^ (h >>> 15)) & 0x7fffffff) % partitions;
}
