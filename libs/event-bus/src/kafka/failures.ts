import { EventBusUnavailable } from '../event-bus.js';

interface ClientError {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly name?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

/** An error and what it was caused by: the client wraps the broker's answer once or twice. */
function causes(error: unknown): readonly ClientError[] {
  if (typeof error !== 'object' || error === null) return [];
  const one = error as ClientError;
  const inner = Array.isArray(one.errors) ? one.errors : one.cause === error ? [] : [one.cause];
  return [one, ...inner.flatMap(causes)];
}

const TOO_LARGE: ReadonlySet<unknown> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Whether the broker refused what was sent for its size, which no repetition changes. */
export const isTooLarge = (error: unknown): boolean => causes(error).some(({ type }) => TOO_LARGE.has(type));

/** Whether a topic asked for is not there. */
export const isUnknownTopic = (error: unknown): boolean =>
  causes(error).some(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION');

/** The words for it: the broker's own where it answered, else the kind of failure. No message: it may hold an address or more. */
function reason(error: unknown): string {
  const all = causes(error);
  const named = [...all.map(one => one.type), ...all.map(one => one.code), ...all.map(one => one.name)];
  return (named.find(one => typeof one === 'string' && one !== '') as string | undefined) ?? 'failed';
}

/** What the port says of an error of the client: everything may pass, as a cluster can be repaired. */
export const failure = (error: unknown): EventBusUnavailable =>
  error instanceof EventBusUnavailable ? error : new EventBusUnavailable(`Kafka: ${reason(error)}`, { cause: error });
