import { randomUUID } from 'node:crypto';
import { Kafka } from 'kafkajs';
import { CannotRun } from '../framework/bench.js';

const BROKERS = 'TEST_KAFKA_BROKERS';
/** Of every topic of a bench. */
export const PARTITIONS = 12;

/** The brokers to measure with. Throws {@link CannotRun} where none are given. */
export function kafkaBrokers(): string {
  const brokers = process.env[BROKERS];
  if (brokers === undefined) throw new CannotRun(`${BROKERS} is not set`);
  return brokers;
}

/** Topics of one side, under a prefix of their own. */
export class BenchTopics {
  readonly prefix = `bench-${randomUUID()}.`;
  readonly kafka: Kafka;

  constructor(private readonly brokers: string) {
    this.kafka = new Kafka({ brokers: brokers.split(','), clientId: 'bench', logCreator: () => () => undefined });
  }

  get url(): string {
    return `kafka://${this.brokers}/?topicPrefix=${this.prefix}&partitions=${PARTITIONS}`;
  }

  async create(names: readonly string[]): Promise<void> {
    await this.#asAdmin(async admin => {
      const topics = names.map(name => ({ topic: this.prefix + name, numPartitions: PARTITIONS }));
      await admin.createTopics({ topics, waitForLeaders: true });
    });
  }

  async remove(): Promise<void> {
    await this.#asAdmin(async admin => {
      const topics = (await admin.listTopics()).filter(name => name.startsWith(this.prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    });
  }

  async #asAdmin(work: (admin: ReturnType<Kafka['admin']>) => Promise<void>): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    await work(admin);
    await admin.disconnect();
  }
}
