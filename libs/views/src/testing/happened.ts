import { expect } from '@jest/globals';
import {
  compileValidator,
  contractOf,
  eventCatalogue,
  schemaOf,
  streamName,
  type AnyEvent,
  type EventClass,
  type EventEnvelope,
  type Validator,
} from '@touchstream/events';

const MINUTE = 60_000;
const FIRST = Date.parse('2026-03-01T10:00:00.000Z');
const validators = new Map<string, Validator>();

/** What is given must satisfy its own contract: a view is no proof on events that cannot be. */
function ensureContract({ type, data }: AnyEvent): void {
  let validator = validators.get(type);
  if (validator === undefined) {
    const contract = eventCatalogue.get(type);
    if (contract === undefined) throw new Error(`${type} is not in the catalogue`);
    validators.set(type, (validator = compileValidator(schemaOf(contract))));
  }
  expect({ type, errors: validator(structuredClone(data)) }).toEqual({ type, errors: [] });
}

/** The event of a contract's own example, with some of its fields changed; those that are `undefined` are left out. */
export const example = <C extends EventClass>(type: C, changes: Partial<InstanceType<C>> = {}): AnyEvent =>
  ({
    type: type.type,
    data: JSON.parse(JSON.stringify({ ...contractOf(type).example, ...changes })) as unknown,
  }) as AnyEvent;

/** What of an envelope a spec may want to say; the rest follows from the event's place in the history. */
export type Circumstances = Partial<Omit<EventEnvelope, 'type' | 'data'>>;

/** An event with what is particular about how it came: when, by whom, for which customer. */
export interface Happening {
  readonly event: AnyEvent;
  readonly circumstances: Circumstances;
}

/** `happened(event(OrderPlaced, {…}), { occurredAt: '2026-01-01T00:00:00.000Z' })` */
export const happened = (event: AnyEvent, circumstances: Circumstances): Happening => ({ event, circumstances });

/** `customerId: undefined` in the circumstances leaves the event without a customer. */
export type Given = AnyEvent | Happening;

/** The time of the n-th event of a history (from 0) where it says nothing else: a minute after the one before. */
export const timeOf = (at: number): string => new Date(FIRST + at * MINUTE).toISOString();

function envelopeAt({ event, circumstances }: Happening, at: number): EventEnvelope {
  ensureContract(event);
  const recordedAt = timeOf(at);
  const aggregate = event.type.slice(0, event.type.indexOf('.'));
  const defaults = {
    id: `0197f000-0000-7000-8000-${String(at).padStart(12, '0')}`,
    schemaVersion: 1,
    tenantId: 'default',
    stream: streamName(aggregate, 'a1'),
    revision: at,
    position: BigInt(at),
    occurredAt: recordedAt,
    recordedAt,
    actor: { id: 'ann', kind: 'user' },
    customerId: (event.data as { customerId?: string }).customerId ?? 'c1',
    correlationId: 'correlation',
    commandId: 'command',
    commandHash: 'hash',
  };
  return { ...defaults, ...circumstances, type: event.type, data: event.data } as EventEnvelope;
}

/** A history as it is read back: positions from 0, one minute apart, by the user `ann`, of the customer `c1`. */
export const historyOf = (given: readonly Given[]): readonly EventEnvelope[] =>
  given.map((one, at) => envelopeAt('event' in one ? one : { event: one, circumstances: {} }, at));
