import { setTimeout as pause } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage, Producer } from 'kafkajs';
import { EventBusUnavailable } from '../event-bus.js';
import {
  MOST_RECORD_BYTES,
  type PartitionedTopic,
  type PartitionMessage,
  type PartitionReader,
  type PartitionRecord,
} from '../partitioned.js';
import { bufferOf } from './buffer-of.js';
import { kafkaClient } from './client.js';
import { failure } from './failures.js';
import { Handle } from './handle.js';
import { kafkaSettings, type KafkaSettings } from './kafka-url.js';
import { timingOf, type Timing } from './timing.js';
import { Topics } from './topics.js';

export interface OpenKafkaPartitionsOptions {
  /** As {@link kafkaSettings} reads it. */
  readonly url: string;
  /** Without the installation's prefix. */
  readonly topic: string;
  /** How many it has; it is made with so many where it is missing. */
  readonly partitions: number;
  /** For how long a member that died is waited for, in milliseconds; brokers allow 6,000 to 1,800,000 by default. */
  readonly sessionMs: number;
}

/** A new topic has no leaders, and a new broker no group coordinator, for a moment. */
const WHILE_BROKERS_COME = { retries: 5, initialRetryTime: 50, maxRetryTime: 500 };
/** A member shows that it lives so many times before it would be given up. */
const HEARTBEATS = 5;
const FRAMING = 64;

const sizeOf = ({ headers, value }: PartitionRecord): number =>
  Object.values(headers).reduce((sum, header) => sum + header.byteLength + FRAMING, value.byteLength + FRAMING);

/** Cuts messages into requests, in order, that a broker takes by default. */
function* requests(messages: readonly PartitionMessage[]): Generator<readonly PartitionMessage[]> {
  let request: PartitionMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (request.length > 0 && bytes + size > MOST_RECORD_BYTES) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(message);
    bytes += size;
  }
  if (request.length > 0) yield request;
}

const headersOf = (headers: IHeaders): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (Buffer.isBuffer(value) ? [[name, value as Uint8Array]] : [])),
  );
const recordOf = ({ headers = {}, value }: KafkaMessage): PartitionRecord => ({
  headers: headersOf(headers),
  value: value ?? new Uint8Array(),
});

/** A topic of Kafka whose partitions a consumer group shares. */
export class KafkaPartitions implements PartitionedTopic {
  readonly #kafka: Kafka;
  readonly #topic: string;
  readonly #producer: Handle<Producer>;
  readonly #admin: Handle<Admin>;
  readonly #topics: Topics;
  readonly #timing: Timing;
  #closed = false;

  private constructor(
    private readonly settings: KafkaSettings,
    private readonly options: OpenKafkaPartitionsOptions,
  ) {
    this.#timing = timingOf(settings.timeoutMs);
    this.#kafka = kafkaClient(settings, this.#timing);
    this.#topic = settings.topicPrefix + options.topic;
    this.#producer = new Handle(() =>
      this.#kafka.producer({
        allowAutoTopicCreation: false,
        createPartitioner:
          () =>
          ({ message }) =>
            message.partition!,
      }),
    );
    this.#admin = new Handle(() => this.#kafka.admin({ retry: WHILE_BROKERS_COME }));
    this.#topics = new Topics({ ...settings, partitions: options.partitions });
  }

  /** Reads the URL; the brokers may be away now. Throws TypeError for a wrong URL. */
  static open(options: OpenKafkaPartitionsOptions): KafkaPartitions {
    return new KafkaPartitions(kafkaSettings(options.url), options);
  }

  get partitions(): number {
    return this.options.partitions;
  }

  async publish(messages: readonly PartitionMessage[]): Promise<void> {
    const { answer, deadline } = this.#timing;
    try {
      this.#ensureOpen();
      await this.#ensureTopic();
      for (const request of requests(messages)) {
        const sent = request.map(({ partition, headers, value }) => ({
          partition,
          headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, bufferOf(header)])),
          value: bufferOf(value),
        }));
        await this.#producer.use(deadline, producer =>
          producer.send({ topic: this.#topic, acks: -1, timeout: answer, messages: sent }),
        );
      }
    } catch (error) {
      this.#topics.forget();
      throw failure(error);
    }
  }

  async read(group: string, reader: PartitionReader, signal: AbortSignal): Promise<void> {
    try {
      await this.#member(group, reader, signal);
    } catch (error) {
      if (!signal.aborted) throw failure(error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#producer.drop(), this.#admin.drop()]);
  }

  /** Until the signal aborts or the client gives up. */
  async #member(group: string, reader: PartitionReader, signal: AbortSignal): Promise<void> {
    this.#ensureOpen();
    await this.#ensureTopic();
    const { sessionMs } = this.options;
    const consumer = this.#kafka.consumer({
      groupId: this.settings.topicPrefix + group,
      sessionTimeout: sessionMs,
      rebalanceTimeout: sessionMs,
      heartbeatInterval: sessionMs / HEARTBEATS,
      maxWaitTimeInMs: 100,
      allowAutoTopicCreation: false,
      // Whoever fails begins anew here, with a new client.
      retry: { ...WHILE_BROKERS_COME, restartOnFailure: async () => false },
    });
    const left = new AbortController();
    const ended = new Promise<Error | undefined>(resolve => {
      consumer.on('consumer.crash', ({ payload }) => resolve(payload.error));
      signal.addEventListener('abort', () => resolve(undefined), { signal: left.signal });
    });
    consumer.on('consumer.group_join', ({ payload }) => reader.assigned(payload.memberAssignment[this.#topic] ?? []));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [this.#topic], fromBeginning: false });
      await consumer.run({
        partitionsConsumedConcurrently: this.partitions,
        eachBatch: payload => taken(payload, reader, sessionMs / HEARTBEATS),
      });
      const crash = signal.aborted ? undefined : await ended;
      if (crash !== undefined) throw crash;
    } finally {
      left.abort();
      await leave(consumer);
    }
  }

  async #ensureTopic(): Promise<void> {
    const missing = this.#topics.missing([this.#topic]);
    if (missing.length === 0) return;
    await this.#admin.use(this.#timing.deadline, admin => this.#topics.ensure(admin, missing));
    const { topics } = await this.#admin.use(this.#timing.deadline, admin =>
      admin.fetchTopicMetadata({ topics: [this.#topic] }),
    );
    const there = topics[0]?.partitions.length ?? 0;
    if (there === this.partitions) return;
    this.#topics.forget();
    throw new EventBusUnavailable(`Kafka: ${this.#topic} has ${there} partitions, not ${this.partitions}`);
  }

  #ensureOpen(): void {
    if (this.#closed) throw new EventBusUnavailable('Kafka: the topic has been closed');
  }
}

const leave = (consumer: Consumer): Promise<void> => consumer.disconnect().catch(() => undefined);

/** Gives a batch to the reader, and shows meanwhile that this member lives. */
async function taken(payload: EachBatchPayload, reader: PartitionReader, everyMs: number): Promise<void> {
  const { partition, messages } = payload.batch;
  const ending = new AbortController();
  const taking = reader.take(partition, messages.map(recordOf), ending.signal).then(() => true);
  try {
    for (let isTaken = false; !isTaken && payload.isRunning() && !payload.isStale();) {
      isTaken = await Promise.race([taking, pause(everyMs, false, { ref: false })]);
      // Throws when the group shares its partitions out anew: the client then joins again.
      await payload.heartbeat();
    }
  } finally {
    ending.abort();
    await taking;
  }
}
