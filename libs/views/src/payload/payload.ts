import type { EventEnvelope } from '@touchstream/events';

/** What an event says, for those who look for the same thing in events of many types. */
export type Payload = Readonly<Record<string, unknown>>;

export const payloadOf = ({ data }: EventEnvelope): Payload => data as unknown as Payload;
/** The text under a name; null where there is none. */
export const textIn = (payload: Payload, name: string): string | null => {
  const value = payload[name];
  return typeof value === 'string' && value !== '' ? value : null;
};
/** The object under a name; an empty one where there is none. */
export const within = (payload: Payload, name: string): Payload => {
  const value = payload[name];
  return typeof value === 'object' && value !== null ? (value as Payload) : {};
};
