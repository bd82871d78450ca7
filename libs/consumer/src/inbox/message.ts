import { fromKafka, NotAPublicEvent, type KafkaRecord, type PublicEvent } from '../event/index.js';
import type { Handled, Hold, Place } from './storage.js';

/** A message as it comes in: a public event, or what keeps it from being one. */
export type Message = { readonly key: string; readonly place: Place } & (
  { readonly event: PublicEvent } | { readonly unfit: string }
);
export type UnfitMessage = Extract<Message, { readonly unfit: string }>;
export type EventMessage = Extract<Message, { readonly event: PublicEvent }>;

/** A Kafka message at its place. */
export function messageOf(record: KafkaRecord, place: Place): Message {
  const key = record.key?.toString() ?? '';
  try {
    return { key, place, event: fromKafka(record) };
  } catch (error) {
    if (error instanceof NotAPublicEvent) return { key, place, unfit: error.message };
    throw error;
  }
}

export const handledBy = ({ revision, id: eventId, recordedAt }: PublicEvent, place: Place): Handled => ({
  revision,
  eventId,
  recordedAt,
  place,
});

/** What an unfit message is counted as: one of a stream that is the partition, at its offset. */
export const unfitAt = ({ topic, partition, offset }: Place) => ({
  stream: `${topic}/${partition}`,
  revision: Number(offset),
  eventId: '',
});

/** A hold that begins with this message. */
export const holdAt = (
  { key, place }: Message,
  why: Pick<Hold, 'kind' | 'reason' | 'stream' | 'revision' | 'eventId'>,
): Hold => ({ topic: place.topic, key, place, ...why, released: false, since: new Date().toISOString() });
