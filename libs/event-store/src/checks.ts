import { isUint8Array } from 'node:util/types';
import { NO_STREAM, type EventToAppend, type FeedFilter, type ReadFeed, type ReadStream } from './event-store.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MAX_LIMIT = 10_000;

function ensure(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new RangeError(rule);
}

/** A lone surrogate has no UTF-8 form: two different names would become one. */
const isName = (name: unknown): boolean => typeof name === 'string' && name !== '' && name.isWellFormed();

function ensureEvent({ id, type, data, metadata }: EventToAppend): void {
  ensure(UUID.test(id), 'an event id is a UUID in lower case');
  ensure(isName(type), 'an event type is a text of whole characters, not empty');
  ensure(isUint8Array(data) && isUint8Array(metadata), 'data and metadata are bytes');
}

export function ensureAppend(stream: string, expectedRevision: number, events: readonly EventToAppend[]): void {
  ensure(isName(stream), 'a stream name is a text of whole characters, not empty');
  ensure(
    Number.isSafeInteger(expectedRevision) && expectedRevision >= NO_STREAM,
    'an expected revision is an integer from -1 on',
  );
  ensure(events.length > 0, 'an append has at least one event');
  events.forEach(ensureEvent);
}

const ensureLimit = (limit: number): void =>
  ensure(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT, `a limit is an integer from 1 to ${MAX_LIMIT}`);

export function ensureReadStream({ from, limit }: ReadStream): void {
  ensureLimit(limit);
  ensure(from === undefined || (Number.isSafeInteger(from) && from >= 0), 'a revision is an integer from 0 on');
}

function ensureFilter(filter: FeedFilter): void {
  const names = 'types' in filter ? filter.types : filter.streamPrefixes;
  ensure(names.length > 0 && names.every(isName), 'a filter names at least one type or prefix, none of them empty');
}

export function ensureReadFeed({ limit, filter }: ReadFeed): void {
  ensureLimit(limit);
  if (filter !== undefined) ensureFilter(filter);
}
