import { Kafka, logLevel, type Admin, type Consumer } from 'kafkajs';
import { Inbox, MemoryInboxStorage, subscribe, type Subscription } from '@touchstream/consumer';
import { bytesOf, contractOf, decode, eventCatalogue, UndecodableEvent, type StoredEvent } from '@touchstream/events';
import { publicTopics } from '@touchstream/projections';

/** More than a broker takes as one message by default. */
const TOO_LARGE = 1024 * 1024;

const isInternal = ({ type }: StoredEvent) => {
  const contract = eventCatalogue.get(type);
  return contract !== undefined && contractOf(contract).context === 'operations';
};

function isPublishable(stored: StoredEvent): boolean {
  if (bytesOf(stored.data).length >= TOO_LARGE) return false;
  try {
    decode(stored);
    return true;
  } catch (error) {
    if (error instanceof UndecodableEvent) return false;
    throw error;
  }
}

/** The events of each stream that consumers must be given: all but internal ones, up to one that cannot be published. */
function expectedOf(events: readonly StoredEvent[]): ReadonlyMap<string, readonly string[]> {
  const expected = new Map<string, string[]>();
  const ended = new Set<string>();
  for (const event of events) {
    if (isInternal(event) || ended.has(event.stream)) continue;
    const ids = expected.get(event.stream) ?? [];
    expected.set(event.stream, ids);
    if (isPublishable(event)) ids.push(event.id);
    else ended.add(event.stream);
  }
  return expected;
}

/** A service downstream: reads the public feed from its start on, through the consumer helper, directly from the broker. */
export class PublicFeed {
  readonly #byStream = new Map<string, string[]>();
  readonly #ids = new Set<string>();

  private constructor(
    private readonly consumer: Consumer,
    private readonly admin: Admin,
    private readonly topics: readonly string[],
  ) {}

  /** Makes the topics too, with few partitions. */
  static async open({
    brokers,
    topicPrefix,
  }: {
    brokers: readonly string[];
    topicPrefix: string;
  }): Promise<PublicFeed> {
    const kafka = new Kafka({
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      // A broker that is away for a while is waited for.
      retry: { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: 1_000 },
    });
    const topics = publicTopics.map(topic => topicPrefix + topic);
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: topics.map(topic => ({ topic, numPartitions: 3 })), waitForLeaders: true });
    await admin.disconnect();
    const consumer = kafka.consumer({
      groupId: `${topicPrefix}judge`,
      maxWaitTimeInMs: 100,
      sessionTimeout: 6_000,
      heartbeatInterval: 1_000,
    });
    // One of its own: kafkajs writes to a connection that it has just ended.
    return new PublicFeed(consumer, kafka.admin(), topics);
  }

  async begin(): Promise<Subscription> {
    const inbox = new Inbox({
      storage: new MemoryInboxStorage(),
      begin: 'at the start',
      handle: ({ id, stream }) => {
        this.#ids.add(id);
        const ids = this.#byStream.get(stream);
        if (ids === undefined) this.#byStream.set(stream, [id]);
        else ids.push(id);
      },
    });
    const { consumer, admin, topics } = this;
    return subscribe({ consumer, admin, topics, inbox, fromBeginning: true });
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** How many events were not given once and in the order of their stream, missing and surplus ones among them. */
  differing(events: readonly StoredEvent[]): number {
    const expected = expectedOf(events);
    let wrong = 0;
    for (const stream of new Set([...expected.keys(), ...this.#byStream.keys()])) {
      const [wanted, given] = [expected.get(stream) ?? [], this.#byStream.get(stream) ?? []];
      for (let at = 0; at < Math.max(wanted.length, given.length); at += 1) if (wanted[at] !== given[at]) wrong += 1;
    }
    return wrong;
  }
}
