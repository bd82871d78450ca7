import { setTimeout } from 'node:timers/promises';
import type { Admin, Consumer, ConsumerGroupJoinEvent } from 'kafkajs';

export interface BeginningOptions {
  readonly admin: Admin;
  readonly consumer: Consumer;
  readonly topics: readonly string[];
  readonly signal: AbortSignal;
  readonly onAway?: (error: Error) => void;
}

type Joined = ConsumerGroupJoinEvent['payload'];
type Offsets = Awaited<ReturnType<Admin['fetchOffsets']>>;
/** Whether a membership has ended. */
type IsOver = () => boolean;

/** Between two looks, in milliseconds. */
const LOOK_AGAIN_MS = 200;
/** What the broker says of a partition that the group has committed nothing of. */
const NOTHING = '-1';

/**
 * Has a group begin at the ends of its topics. The broker knows where a group is by what it committed: were the first commit left until a
 * message has been taken, each membership before that would begin at the end anew, and pass over what came meanwhile. So the group's
 * leader commits the ends of all partitions of a topic at once, and no member reads before. A partition of which nothing is committed in a
 * topic that has been begun was added later, and is read from its first message on.
 */
export class Beginning {
  /** Resolves when it is settled where the group begins, or the subscription ends. */
  readonly settled: Promise<void>;
  #settle!: () => void;
  #isSettled = false;
  #joins = 0;
  /** They came after the subscription: all that is in them is new. */
  readonly #laterTopics = new Set<string>();

  constructor(private readonly options: BeginningOptions) {
    this.settled = new Promise(resolve => (this.#settle = resolve));
    options.signal.addEventListener('abort', this.#settle);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** These topics are not there yet. */
  awaits(topics: readonly string[]): void {
    for (const topic of topics) this.#laterTopics.add(topic);
  }

  /** A membership began. Resolves when it reads, or is over. */
  async joined(payload: Joined): Promise<void> {
    const { consumer, topics, signal } = this.options;
    const join = (this.#joins += 1);
    const isOver = () => signal.aborted || join !== this.#joins;
    const all = topics.map(topic => ({ topic }));
    // Not held back in a batch: it shows the group that it lives meanwhile.
    consumer.pause(all);
    const offsets = await this.#known(payload, isOver);
    if (offsets === undefined || isOver()) return;
    this.#seek(payload, offsets);
    consumer.resume(all);
    this.#isSettled = true;
    this.#settle();
  }

  /** Where the group stands, as soon as it stands somewhere in all topics; undefined where the membership is over before. */
  async #known(payload: Joined, isOver: IsOver): Promise<Offsets | undefined> {
    const { signal, onAway } = this.options;
    while (!isOver()) {
      try {
        const offsets = await this.#offsets(payload, isOver);
        if (offsets !== undefined) return offsets;
      } catch (error) {
        if (!isOver()) onAway?.(error as Error);
      }
      await setTimeout(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }

  async #offsets({ groupId, isLeader }: Joined, isOver: IsOver): Promise<Offsets | undefined> {
    const { admin, consumer, topics } = this.options;
    await admin.connect();
    const asked = { groupId, topics: [...topics] };
    const offsets = await admin.fetchOffsets(asked);
    const unbegun = offsets.filter(({ partitions }) => partitions.every(({ offset }) => offset === NOTHING));
    if (unbegun.length === 0) return offsets;
    if (!isLeader) return undefined;
    const ends = (await Promise.all(unbegun.map(({ topic }) => this.#ends(topic)))).flat();
    // In the name of this membership: the broker refuses it where a next one has begun.
    if (isOver()) return undefined;
    await consumer.commitOffsets(ends);
    return admin.fetchOffsets(asked);
  }

  async #ends(topic: string) {
    const isLater = this.#laterTopics.has(topic);
    const offsets = await this.options.admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, low, high }) => ({ topic, partition, offset: isLater ? low : high }));
  }

  /** The client may have asked for them before they were there. */
  #seek({ memberAssignment }: Joined, offsets: Offsets): void {
    for (const { topic, partitions } of offsets)
      for (const { partition, offset } of partitions)
        if (Number(offset) >= 0 && memberAssignment[topic]?.includes(partition) === true)
          this.options.consumer.seek({ topic, partition, offset });
  }
}
