import type { Admin } from 'kafkajs';
import { isUnknownTopic } from './failures.js';
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

  async ensure(admin: Admin, names: readonly string[]): Promise<void> {
    for (const name of names) {
      // Looked for first: one who may not make topics may still have them made for him.
      if (!(await isThere(admin, name))) await this.#make(admin, name);
      this.#known.add(name);
    }
  }

  async #make(admin: Admin, topic: string): Promise<void> {
    const { partitions: numPartitions, replicationFactor } = this.settings;
    // False where another process was faster.
    await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor }], waitForLeaders: true });
  }
}

async function isThere(admin: Admin, topic: string): Promise<boolean> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] });
    return true;
  } catch (error) {
    if (isUnknownTopic(error)) return false;
    throw error;
  }
}
