import { actorKinds, checks, uuidv7, type Actor, type ActorKind } from '@touchstream/events';
import { invalid } from './problems.js';

/** The headers of a request, as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

const CORRELATION = /^[A-Za-z0-9._:+/=~-]{1,100}$/;
const KEY = /^[\x21-\x7e]{1,255}$/;
const ETAG = /^(?:W\/)?"(\d{1,15})"$/;
const POSITION = /^\d{1,19}$/;

function one(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  if (Array.isArray(value)) throw invalid({ header: name, detail: 'must be given once' });
  return value;
}

function actorFrom(value: string, header: string): Actor {
  const [, prefix, rest] = /^([a-z]+):(.+)$/.exec(value) ?? [];
  const kind = actorKinds.find(candidate => candidate === prefix) as ActorKind | undefined;
  const id = kind === undefined ? value : (rest ?? '');
  // Contracts take it as an identifier: of an owner, say. A colon would end a kind that there is not.
  if (!checks.id.test(id) || id.includes(':'))
    throw invalid({
      header,
      detail: `must be an id of at most 100 letters, digits and . _ ~ -, beginning with a letter or digit, optionally after one of ${actorKinds.join(', ')} and a colon`,
    });
  return { id, kind: kind ?? 'user' };
}

/** `X-Actor` (`ann`, `integration:erp`), and `X-On-Behalf-Of` where one acts for another. Required on every write. */
export function actorOf(headers: Headers): Actor {
  const value = one(headers, 'x-actor');
  if (value === undefined) throw invalid({ header: 'X-Actor', detail: 'is required: it names who acts' });
  const actor = actorFrom(value, 'X-Actor');
  const principal = one(headers, 'x-on-behalf-of');
  return principal === undefined ? actor : { ...actor, onBehalfOf: actorFrom(principal, 'X-On-Behalf-Of').id };
}

/** `X-Correlation-Id`, or a new one. One that is not fit to be logged is replaced. */
export function correlationIdOf(headers: Headers): string {
  const value = headers['x-correlation-id'];
  return typeof value === 'string' && CORRELATION.test(value) ? value : uuidv7();
}

/** `Idempotency-Key`: 1 to 255 visible ASCII characters; a UUIDv7 keeps ids in order of time. Made up where missing. */
export function idempotencyKeyOf(headers: Headers): string {
  const value = one(headers, 'idempotency-key')?.replace(/^"(.*)"$/, '$1');
  if (value === undefined) return uuidv7();
  if (!KEY.test(value))
    throw invalid({ header: 'Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' });
  return value;
}

/** The revision that `If-Match` names; undefined where it is missing or `*`. */
export function ifMatchOf(headers: Headers): number | undefined {
  const value = one(headers, 'if-match');
  if (value === undefined || value === '*') return undefined;
  const match = ETAG.exec(value);
  if (match === null)
    throw invalid({ header: 'If-Match', detail: 'must be one entity tag as an ETag gave it, such as "3"' });
  return Number(match[1]);
}

/** `X-Min-Position`: the position that a read must have seen. */
export function minPositionOf(headers: Headers): bigint | undefined {
  const value = one(headers, 'x-min-position');
  if (value === undefined) return undefined;
  if (!POSITION.test(value))
    throw invalid({ header: 'X-Min-Position', detail: 'must be a position as the answer to a write gave it' });
  return BigInt(value);
}

/** The entity tag of an aggregate's revision. */
export const etag = (revision: number): string => `"${revision}"`;
