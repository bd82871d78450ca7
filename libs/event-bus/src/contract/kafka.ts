import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { Kafka, type Admin } from 'kafkajs';
import type { BusMessage } from '../event-bus.js';

const BROKERS = 'TEST_KAFKA_BROKERS';
const NO_LEADER: ReadonlySet<unknown> = new Set(['LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION']);

/** A suite that needs a real broker. Where none is given it is skipped, which its name and the standard error output say. */
export function describeOnKafka(name: string, suite: (brokers: readonly string[]) => void): void {
  const brokers = process.env[BROKERS] || undefined;
  const reason = `SKIPPED: ${BROKERS} is not set`;
  if (brokers === undefined) process.stderr.write(`${name}: ${reason}\n`);
  const describeHere = brokers === undefined ? describe.skip : describe;
  describeHere(brokers === undefined ? `${name}: ${reason}` : name, () => {
    suite(brokers?.split(',') ?? []);
  });
}

/** Topics of a test's own on a real broker, under a prefix that nobody else has. */
export class OwnTopics {
  readonly prefix = `test-${randomUUID()}.`;
  readonly kafka: Kafka;

  constructor(readonly brokers: readonly string[]) {
    this.kafka = new Kafka({
      brokers: [...brokers],
      clientId: 'test',
      logCreator: () => () => undefined,
      retry: { retries: 20, initialRetryTime: 50, maxRetryTime: 500 },
    });
  }

  /** For `openEventBus`. */
  get url(): string {
    return `kafka://${this.brokers.join(',')}/?topicPrefix=${this.prefix}&partitions=3`;
  }

  /** Everything in them, partition by partition, as a consumer that begins now reads it. */
  async stored(): Promise<readonly BusMessage[]> {
    const ends = await this.#asAdmin(admin => this.#ends(admin));
    if (ends.size === 0) return [];
    const groupId = `${this.prefix}${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId });
    const found: { readonly place: string; readonly offset: number; readonly message: BusMessage }[] = [];
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set([...ends.keys()].map(topicIn))], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      const eachBatch: NonNullable<Parameters<typeof consumer.run>[0]>['eachBatch'] = async ({ batch }) => {
        const place = placeOf(batch.topic, batch.partition);
        for (const { offset, key, value, headers } of batch.messages)
          found.push({ place, offset: Number(offset), message: this.#message(batch.topic, { key, value, headers }) });
        if (Number(batch.lastOffset()) + 1 >= (ends.get(place) ?? 0)) ends.delete(place);
        if (ends.size === 0) resolve();
      };
      consumer.run({ autoCommit: false, eachBatch }).catch(() => undefined);
    });
    await consumer.disconnect();
    await this.#asAdmin(admin => admin.deleteGroups([groupId]));
    found.sort((a, b) => a.place.localeCompare(b.place) || a.offset - b.offset);
    return found.map(({ message }) => message);
  }

  /** Deletes them, and waits until the broker has seen that: it answers before. */
  async dispose(): Promise<void> {
    await this.#asAdmin(async admin => {
      const topics = await this.#names(admin);
      if (topics.length > 0) await admin.deleteTopics({ topics });
      while ((await this.#names(admin)).length > 0);
    });
  }

  async #names(admin: Admin): Promise<string[]> {
    return (await admin.listTopics()).filter(name => name.startsWith(this.prefix));
  }

  /** The end of each partition that holds anything. */
  async #ends(admin: Admin): Promise<Map<string, number>> {
    const ends = new Map<string, number>();
    for (const topic of await this.#names(admin))
      for (const { partition, high } of await offsetsOf(admin, topic))
        if (Number(high) > 0) ends.set(placeOf(topic, partition), Number(high));
    return ends;
  }

  async #asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  #message(topic: string, raw: { key: Buffer | null; value: Buffer | null; headers?: object | undefined }): BusMessage {
    const headers = Object.fromEntries(
      Object.entries(raw.headers ?? {}).map(([name, value]) => [name, (value as Buffer).toString()]),
    );
    return {
      topic: topic.slice(this.prefix.length),
      key: raw.key?.toString() ?? '',
      id: headers['ce_id'] ?? '',
      position: BigInt(headers['ce_position'] ?? -1),
      headers,
      value: raw.value ?? Buffer.alloc(0),
    };
  }
}

/** Of a topic that may have been made just now: the broker lists it before it has leaders. */
async function offsetsOf(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  for (;;)
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      if (!NO_LEADER.has((error as { readonly type?: string }).type)) throw error;
    }
}

const placeOf = (topic: string, partition: number) => `${topic}/${partition}`;
const topicIn = (place: string) => place.slice(0, place.lastIndexOf('/'));
