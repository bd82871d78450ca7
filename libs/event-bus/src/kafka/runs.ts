import type { Message, TopicMessages } from 'kafkajs';
import type { BusMessage } from '../event-bus.js';

/** The client groups by partition in quadratic time. */
const MOST_MESSAGES = 1_000;
/** Below what a broker takes by default as one batch of a partition (`message.max.bytes`, 1 MiB), with room for its framing. */
const MOST_BYTES = 768 * 1024;
/** About what keys and headers add to a value. */
const AROUND = 1_024;

/** Cuts messages into runs that may be sent as one request each, in order. A message that is too large alone is a run of its own. */
export function* runs(messages: readonly BusMessage[]): Generator<readonly BusMessage[]> {
  let run: BusMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = message.value.byteLength + AROUND;
    if (run.length === MOST_MESSAGES || (run.length > 0 && bytes + size > MOST_BYTES)) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push(message);
    bytes += size;
  }
  if (run.length > 0) yield run;
}

const kafkaMessage = ({ key, headers, value }: BusMessage): Message => ({
  key,
  headers,
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
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
