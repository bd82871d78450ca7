import type { EventClass, EventData, EventOf, EventType } from '@touchstream/events';
import type { Command, CommandClass } from './command.js';

type Commands = Readonly<Record<string, CommandClass>>;
type Events = Readonly<Record<string, EventClass>>;

/** A decided or read-back event, as `evolve` sees it. */
export type EventsIn<E extends Events> = EventOf<E[keyof E]>;

/** Other records a decision looks at: read before it, by the name under which `decide` finds them. */
export type Facts = Readonly<Record<string, unknown>>;
/** Which record to read for a fact. */
export interface FactReference {
  readonly aggregate: string;
  readonly id: string;
}

/** A value that only one aggregate of a kind may hold at a time. */
export interface Claim {
  /** What is unique: `customer-code`, `sku`, `quote-number`. */
  readonly kind: string;
  readonly value: string;
  /** JSON pointer of the field, for the refusal. */
  readonly field: string;
}

/**
 * An aggregate: a decider (`initialState`, `decide`, `evolve`; all pure) and what the command service must know to run
 * it. `decide` and `evolve` are tables that the compiler holds complete: a command or an event without its line does
 * not compile. `decide` gives the events to append, none where nothing would change, or throws a `Refusal`.
 */
export interface Aggregate<
  S = unknown,
  C extends Commands = Commands,
  E extends Events = Events,
  F extends Facts = Facts,
> {
  /** First part of its streams' names. */
  readonly name: string;
  readonly commands: C;
  readonly events: E;
  /** The commands that start a stream; every other one needs it to be there. */
  readonly creates: readonly (keyof C & string)[];
  /**
   * For a creating command whose id the caller chooses: which id. Such a command may meet a stream that is there
   * already. Without it the id of a new aggregate derives from the command's id.
   */
  readonly identify?: { readonly [N in keyof C]?: (data: Command<C[N]>['data']) => string };
  readonly initialState: S;
  readonly decide: { readonly [N in keyof C]: (command: Command<C[N]>, state: S, facts: F) => readonly EventsIn<E>[] };
  readonly evolve: {
    readonly [T in E[keyof E]['type']]: (
      state: S,
      event: { readonly type: T; readonly data: T extends EventType ? Readonly<EventData<T>> : never },
    ) => S;
  };
  /** The customer that an event of the state concerns; the state is the one after the event. */
  readonly customerId: (state: S, event: EventsIn<E>) => string | undefined;
  /** The facts a command's decision needs; a record that is not there comes as its initial state. */
  readonly facts?: {
    readonly [N in keyof C]?: (
      command: Command<C[N]>,
      state: S,
    ) => { readonly [K in keyof F]?: FactReference | undefined };
  };
  /** The unique values a command would give the aggregate. */
  readonly claims?: { readonly [N in keyof C]?: (command: Command<C[N]>, state: S) => readonly Claim[] };
  /** Whether the aggregate holds the value now: an abandoned claim may be taken over by another. */
  readonly holds?: (state: S, claim: Pick<Claim, 'kind' | 'value'>) => boolean;
}

/** Declares an aggregate; infers its types. */
export const aggregate = <S, C extends Commands, E extends Events, F extends Facts>(
  definition: Aggregate<S, C, E, F>,
): Aggregate<S, C, E, F> => definition;

/** The state after one more event. An event the aggregate does not know leaves it as it is. */
export function evolve<S>(
  of: Pick<Aggregate<S>, 'evolve'>,
  state: S,
  event: { readonly type: string; readonly data: unknown },
): S {
  const step = (of.evolve as Readonly<Record<string, ((state: S, event: unknown) => S) | undefined>>)[event.type];
  return step === undefined ? state : step(state, event);
}
