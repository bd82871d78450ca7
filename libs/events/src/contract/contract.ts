import type { ContractClass } from './schema.js';

/** The public feed's contexts, one topic each. */
export const contexts = ['customer', 'sales', 'service', 'marketing', 'field', 'operations'] as const;
export type Context = (typeof contexts)[number];

export interface EventContractOptions {
  /** The schema version of the payload; a change of meaning or shape is a new class with the next one. */
  readonly version: number;
  readonly context: Context;
  /** What happened, in one sentence, for the catalogue. */
  readonly description: string;
  /** A payload as it may be stored: the golden sample of this version. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** A class that declares an event's payload; `type` is its name on the wire. */
export type EventClass<T extends string = string> = ContractClass & { readonly type: T };

const contracts = new Map<EventClass, EventContractOptions>();

/** Declares a class as the contract of an event type and version. */
export const EventContract =
  (options: EventContractOptions) =>
  (type: EventClass): void => {
    contracts.set(type, options);
  };

/** What was declared of an event class. */
export function contractOf(type: EventClass): EventContractOptions {
  const found = contracts.get(type);
  if (found === undefined) throw new Error(`${type.name} is not declared with @EventContract`);
  return found;
}

/** The payload of a class as plain data. */
export type DataOf<C extends ContractClass> = InstanceType<C>;

/** A decided event: its wire name and its payload, and when it happened where that is not when its command did. */
export type EventOf<C extends EventClass> = C extends EventClass
  ? { readonly type: C['type']; readonly data: Readonly<DataOf<C>>; readonly occurredAt?: string }
  : never;

/** Makes a decided event of a class. */
export const event = <C extends EventClass>(type: C, data: DataOf<C>): EventOf<C> =>
  ({ type: type.type, data }) as unknown as EventOf<C>;
