import type { Message, TopicMessages } from 'kafkajs';
import type { BusMessage } from '../event-bus.js';
import { bufferOf } from './buffer-of.js';

/** The client groups by partition in quadratic time. */
const MOST_MESSAGES = 1_000;
/** For one request, whose messages are spread over the partitions. */
const MOST_BYTES = 4 * 1024 * 1024;
/** For one key, whose messages are in one partition: half of what a broker takes as one batch by default (`max.message.bytes`, 1 MiB). */
const MOST_BYTES_OF_KEY = 512 * 1024;
/** About what key and headers add to a value. */
const AROUND = 768;

/** What is being put together. */
class Run {
  readonly messages: BusMessage[] = [];
  private readonly ofKey = new Map<string, number>();
  private bytes = 0;

  /** Whether the message fits in too; into an empty one any does. */
  takes({ key, value }: BusMessage): boolean {
    if (this.messages.length === 0) return true;
    const size = value.byteLength + AROUND;
    return (
      this.messages.length < MOST_MESSAGES &&
      this.bytes + size <= MOST_BYTES &&
      (this.ofKey.get(key) ?? 0) + size <= MOST_BYTES_OF_KEY
    );
  }
  add(message: BusMessage): void {
    const size = message.value.byteLength + AROUND;
    this.messages.push(message);
    this.bytes += size;
    this.ofKey.set(message.key, (this.ofKey.get(message.key) ?? 0) + size);
  }
}

/**
 * Cuts messages into runs that may be sent as one request each, in order. Where a partition gets more of a run than the broker takes
 * after all, as many keys met there, the broker says so.
 */
export function* runs(messages: readonly BusMessage[]): Generator<readonly BusMessage[]> {
  let run = new Run();
  for (const message of messages) {
    if (!run.takes(message)) {
      yield run.messages;
      run = new Run();
    }
    run.add(message);
  }
  if (run.messages.length > 0) yield run.messages;
}

const kafkaMessage = ({ key, headers, value }: BusMessage): Message => ({
  key,
  headers,
  value: bufferOf(value),
});

/** A run as one request of the client: by topic, each in order. */
export function topicMessages(run: readonly BusMessage[], prefix: string): TopicMessages[] {
  const byTopic = new Map<string, Message[]>();
  for (const message of run) {
    const topic = prefix + message.topic;
    const messages = byTopic.get(topic);
    if (messages === undefined) byTopic.set(topic, [kafkaMessage(message)]);
    else messages.push(kafkaMessage(message));
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
}
