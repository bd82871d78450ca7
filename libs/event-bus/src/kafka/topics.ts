import type { Admin } from 'kafkajs';
import { isUnknownTopic } from './failures.js';
import type { OtherTopic } from '../event-bus.js';
import type { KafkaSettings } from './kafka-url.js';

/** The topics that messages are sent to: looked for, and made where they are missing. */
export class Topics {
  readonly #known = new Set<string>();

  constructor(private readonly settings: Pick<KafkaSettings, 'partitions' | 'replicationFactor'>) {}

  missing(names: readonly string[]): readonly string[] {
    return names.filter(name => !this.#known.has(name));
  }

  /** After a failure they are looked for anew: they may have been what failed. */
  forget(): void {
    this.#known.clear();
  }

  /** Gives those that were there with another number of partitions. */
  async ensure(admin: Admin, names: readonly string[]): Promise<readonly OtherTopic[]> {
    const { partitions: wanted } = this.settings;
    const others: OtherTopic[] = [];
    for (const topic of names) {
      // Looked for first: one who may not make topics may still have them made for him.
      const partitions = await partitionsOf(admin, topic);
      if (partitions === undefined) await this.#make(admin, topic);
      else if (partitions !== wanted) others.push({ topic, partitions, wanted });
      this.#known.add(topic);
    }
    return others;
  }

  async #make(admin: Admin, topic: string): Promise<void> {
    const { partitions: numPartitions, replicationFactor } = this.settings;
    // False where another process was faster.
    await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor }], waitForLeaders: true });
  }
}

/** Undefined where it is not there. */
async function partitionsOf(admin: Admin, topic: string): Promise<number | undefined> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length;
  } catch (error) {
    if (isUnknownTopic(error)) return undefined;
    throw error;
  }
}
