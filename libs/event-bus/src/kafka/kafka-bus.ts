import type { Admin, Producer } from 'kafkajs';
import { EventBusUnavailable, type BusMessage, type EventBus, type OtherTopic, type Refused } from '../event-bus.js';
import { kafkaClient } from './client.js';
import { failure, isTooLarge } from './failures.js';
import { Handle } from './handle.js';
import { kafkaSettings, type KafkaSettings } from './kafka-url.js';
import { keyPartitioner } from './partitioner.js';
import { runs, topicMessages } from './runs.js';
import { timingOf, type Timing } from './timing.js';
import { Topics } from './topics.js';

export interface OpenKafkaBusOptions {
  /** As {@link kafkaSettings} reads it. */
  readonly url: string;
  /** Nothing is published. */
  readonly readOnly?: boolean;
  readonly timing?: Partial<Timing>;
}

/** A new topic has no leaders for a moment. */
const WHILE_TOPICS_COME = { retries: 5, initialRetryTime: 50, maxRetryTime: 500 };

/**
 * Kafka as the bus, through kafkajs. One request is under way at a time, with all replicas' acknowledgement; the client itself
 * repeats nothing. After any error its producer is dropped, as an unanswered request may still be carried out: the caller repeats
 * from its last answered position, so a message may be there twice, and the first of each are in order of position in every
 * partition. The client's idempotent mode is not used: it hides repetitions of one producer only, and can lose messages without a word.
 */
export class KafkaBus implements EventBus {
  readonly #producer: Handle<Producer>;
  readonly #admin: Handle<Admin>;
  readonly #topics: Topics;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(
    private readonly settings: KafkaSettings,
    private readonly timing: Timing,
    private readonly readOnly: boolean,
  ) {
    const kafka = kafkaClient(settings, timing);
    this.#producer = new Handle(() =>
      kafka.producer({
        createPartitioner: keyPartitioner,
        allowAutoTopicCreation: false,
        idempotent: false,
      }),
    );
    this.#admin = new Handle(() => kafka.admin({ retry: WHILE_TOPICS_COME }));
    this.#topics = new Topics(settings);
  }

  /** Reads the URL; the brokers are connected to when they are needed, so they may be away now. Throws TypeError for a wrong URL. */
  static async open({ url, readOnly = false, timing = {} }: OpenKafkaBusOptions): Promise<KafkaBus> {
    const settings = kafkaSettings(url);
    return new KafkaBus(settings, { ...timingOf(settings.timeoutMs), ...timing }, readOnly);
  }

  async prepare(topics: readonly string[]): Promise<readonly OtherTopic[]> {
    const names = topics.map(topic => this.settings.topicPrefix + topic);
    return this.#attempt(() => this.#admin.use(this.timing.deadline, admin => this.#topics.ensure(admin, names)));
  }

  async publish(messages: readonly BusMessage[]): Promise<readonly Refused[]> {
    const published = this.#last.then(() => this.#publish(messages));
    this.#last = published.catch(() => undefined);
    return published;
  }

  async ping(): Promise<void> {
    await this.#attempt(() => this.#admin.use(this.timing.ping, admin => admin.describeCluster()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#producer.drop(), this.#admin.drop()]);
  }

  async #publish(messages: readonly BusMessage[]): Promise<readonly Refused[]> {
    if (this.readOnly) throw new EventBusUnavailable('Kafka: opened for reading only');
    const refused: Refused[] = [];
    for (const run of runs(messages)) refused.push(...(await this.#send(run)));
    return refused;
  }

  /** Where the broker finds it too large, the half of it, and so on: what is left at the end is one message that it will never take. */
  async #send(run: readonly BusMessage[]): Promise<readonly Refused[]> {
    try {
      await this.#attempt(() => this.#request(run));
      return [];
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      const [only, ...others] = run;
      if (only === undefined || others.length === 0)
        return run.map(message => ({ message, reason: 'larger than the broker takes' }));
      const half = Math.ceil(run.length / 2);
      return [...(await this.#send(run.slice(0, half))), ...(await this.#send(run.slice(half)))];
    }
  }

  async #request(run: readonly BusMessage[]): Promise<void> {
    const { answer, deadline } = this.timing;
    const batch = topicMessages(run, this.settings.topicPrefix);
    const missing = this.#topics.missing(batch.map(({ topic }) => topic));
    if (missing.length > 0) await this.#admin.use(deadline, admin => this.#topics.ensure(admin, missing));
    await this.#producer.use(deadline, producer =>
      producer.sendBatch({ acks: -1, timeout: answer, topicMessages: batch }),
    );
  }

  async #attempt<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new EventBusUnavailable('Kafka: the bus has been closed');
    try {
      return await call();
    } catch (error) {
      this.#topics.forget();
      throw failure(error);
    }
  }
}
