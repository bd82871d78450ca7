import { setTimeout } from 'node:timers/promises';
import type { Admin, Consumer, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import { messageOf, type HoldName, type Inbox, type Place } from '../inbox/index.js';
import { Beginning } from './beginning.js';
import { ensureTopics, TopicMissing } from './topics.js';

export interface SubscribeOptions<Tx> {
  /** Made by the service, with a group of its own; not connected yet. */
  readonly consumer: Consumer;
  /** Of the same client; not connected yet. It looks for the topics, and for where the group stands. */
  readonly admin: Admin;
  /** `crm.sales.v1`, with the installation's prefix before it where it has one. */
  readonly topics: readonly string[];
  readonly inbox: Inbox<Tx>;
  /**
   * For a group that has committed nothing of a topic yet: whether it reads what is there, or what comes after the subscription only. As the
   * inbox' `begin`: false needs one that begins `anywhere`.
   */
  readonly fromBeginning: boolean;
  /** So many messages are taken in one transaction, 100 by default. */
  readonly chunk?: number;
  /** Told that this member fell out of its group, before it joins again, or what it waits for before it can join. */
  readonly onAway?: (error: Error) => void;
}

/** A running subscription. */
export interface Subscription {
  /** Lets a key go on: see {@link Inbox.release}. */
  release(name: HoldName, how: 'try again' | 'do without'): Promise<void>;
  /** Lets the running batch finish, leaves the group and closes the connections. */
  stop(): Promise<void>;
}

/**
 * Feeds an inbox from Kafka. An offset is committed after the inbox has taken what lies before it, so a message may be read twice, and
 * none is passed over. Memory is bounded by what the consumer fetches (`maxBytesPerPartition`). Rejects when the brokers cannot be
 * reached at first; from then on whatever ends the membership, the service's own storage included, is followed by the next one. Topics that
 * are not there yet are waited for meanwhile.
 */
export async function subscribe<Tx>(options: SubscribeOptions<Tx>): Promise<Subscription> {
  const membership = new Membership(options);
  await membership.start();
  return membership;
}

/** Between the end of one membership and the attempt at the next, in milliseconds; doubled for each that fails. */
const JOIN_AGAIN_MS = { first: 500, most: 10_000 };

const kafkaPlace = ({ topic, partition, offset }: Place) => ({ topic, partition, offset: String(offset) });

class Membership<Tx> implements Subscription {
  readonly #ending = new AbortController();
  /** By topic and partition: where to read again from, which the group does not know yet. */
  readonly #again = new Map<string, Place>();
  readonly #beginning: Beginning | undefined;

  constructor(private readonly options: SubscribeOptions<Tx>) {
    const { consumer, fromBeginning } = options;
    if (!fromBeginning) this.#beginning = new Beginning({ ...options, signal: this.#ending.signal });
    consumer.on('consumer.group_join', ({ payload }) => this.#joined(payload));
    consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
      if (this.#ending.signal.aborted) return;
      options.onAway?.(error);
      // The client begins again by itself after some errors only: not after it was taken for dead, for one.
      if (!restart) void this.#beginAgain();
    });
  }

  /** Resolves when what comes from now on is read. */
  async start(): Promise<void> {
    try {
      await this.#begin();
    } catch (error) {
      if (error instanceof TopicMissing) return this.#wait(error);
      await this.stop();
      throw error;
    }
    await this.#beginning?.settled;
  }

  async release(name: HoldName, how: 'try again' | 'do without'): Promise<void> {
    const place = await this.options.inbox.release(name, how);
    if (place !== undefined) this.#readAgainFrom(place);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#disconnect();
  }

  #wait(missing: TopicMissing): void {
    this.options.onAway?.(missing);
    this.#beginning?.awaits(missing.topics);
    void this.#beginAgain();
  }

  async #begin(): Promise<void> {
    const { admin, consumer, topics } = this.options;
    await admin.connect();
    await ensureTopics(admin, topics);
    await consumer.connect();
    // Also where it begins at the end: what the broker has deleted, it reads on behind, and not at the end again.
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: payload => this.#take(payload),
    });
  }

  #joined(payload: ConsumerGroupJoinEvent['payload']): void {
    const beginning = this.#beginning;
    if (beginning === undefined || beginning.isSettled) return this.#seekAgain();
    const begun = beginning.joined(payload).then(() => this.#seekAgain());
    // No member any more by then: the next membership sees to it.
    begun.catch(() => undefined);
  }

  #seekAgain(): void {
    for (const place of this.#again.values()) this.options.consumer.seek(kafkaPlace(place));
  }

  async #disconnect(): Promise<void> {
    const { admin, consumer } = this.options;
    await Promise.all([admin.disconnect(), consumer.disconnect()]);
  }

  async #beginAgain(): Promise<void> {
    const { signal } = this.#ending;
    const { onAway } = this.options;
    let pause = JOIN_AGAIN_MS.first;
    for (let isBegun = false; !isBegun && !signal.aborted; pause = Math.min(JOIN_AGAIN_MS.most, pause * 2)) {
      await setTimeout(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      isBegun = await this.#begin().then(
        () => true,
        (error: Error) => {
          onAway?.(error);
          return false;
        },
      );
    }
    // It was stopped while it connected.
    if (signal.aborted) await this.#disconnect();
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { inbox, chunk = 100 } = this.options;
    const { topic, partition, messages: records } = payload.batch;
    for (let at = 0; at < records.length && payload.isRunning() && !payload.isStale(); at += chunk) {
      const messages = records
        .slice(at, at + chunk)
        .map(record => messageOf(record, { topic, partition, offset: BigInt(record.offset) }));
      const { count, readAgain } = await inbox.take(messages);
      const last = messages[count - 1]?.place;
      if (readAgain !== undefined) {
        this.#readAgainFrom(readAgain);
        // Who takes over now must read it too.
        await this.#commit(payload, readAgain);
        return;
      }
      if (last === undefined) continue;
      payload.resolveOffset(String(last.offset));
      await this.#commit(payload, { ...last, offset: last.offset + 1n });
      await payload.heartbeat();
    }
  }

  #readAgainFrom(place: Place): void {
    const { consumer } = this.options;
    this.#again.set(keyOf(place), place);
    try {
      consumer.seek(kafkaPlace(place));
    } catch {
      // Not a member just now: done when it has joined.
    }
  }

  /**
   * Through the batch, not the consumer: that one hides from the client what the broker says of this member, so that it would leave
   * where it should join again.
   */
  async #commit(payload: EachBatchPayload, place: Place): Promise<void> {
    const { topic, partition, offset } = kafkaPlace(place);
    await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
    this.#again.delete(keyOf(place));
  }
}

const keyOf = ({ topic, partition }: Place) => JSON.stringify([topic, partition]);
