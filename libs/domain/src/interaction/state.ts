import type { DocumentAttached, interactionEvents, InteractionLogged } from '@touchstream/events';
import type { Contact } from '../contact/index.js';
import type { Customer } from '../customer/index.js';
import { ensureNotBefore, missing, type Aggregate, type CommandClass, type CommandMeta } from '../decider/index.js';

/** The fields that `CorrectInteraction` changes. */
export type InteractionDetails = Readonly<Omit<InteractionLogged, 'interactionId' | 'customerId'>>;

type AttachedDocument = Readonly<Pick<DocumentAttached, 'name' | 'hash' | 'size' | 'mime'>>;

interface Begun {
  readonly interactionId: string;
  /** What was told of each document attached, by its id. */
  readonly documents: ReadonlyMap<string, AttachedDocument>;
}
export interface LoggedInteraction extends Begun {
  readonly status: 'logged';
  readonly customerId: string;
  readonly details: InteractionDetails;
}
export interface WebVisit extends Begun {
  readonly status: 'web-visit';
  readonly anonymousId: string;
  readonly startedAt: string;
  /** When it was last said who the visitor is; undefined where an earlier event does not tell. */
  readonly identifiedAt?: string | undefined;
  readonly contactId?: string;
  readonly customerId?: string;
}
export type Interaction = { readonly status: 'absent' } | LoggedInteraction | WebVisit;

/** The other records an interaction's decisions look at: its customer, and each contact under `contact/` and its id. */
export type InteractionFacts = {
  readonly customer?: Customer;
  readonly [contact: `contact/${string}`]: Contact | undefined;
};

/** The lines of `decide` for some of the interaction's commands. */
export type Decide<C extends Readonly<Record<string, CommandClass>>> = Aggregate<
  Interaction,
  C,
  typeof interactionEvents,
  InteractionFacts
>['decide'];

/** The interaction that a command changes. Refuses what is said to have happened before it began. */
export function begun(state: Interaction, meta: CommandMeta): LoggedInteraction | WebVisit {
  if (state.status === 'absent') return missing('unknown-interaction', 'there is no such interaction');
  ensureNotBefore(state.status === 'logged' ? state.details.startedAt : state.startedAt, meta);
  return state;
}
