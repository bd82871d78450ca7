import type { caseEvents, EventClass } from '@touchstream/events';
import type { Contact } from '../contact/index.js';
import type { Customer } from '../customer/index.js';
import type { Aggregate, CommandClass } from '../decider/index.js';
import type { Case } from './state.js';

/** The other records a case's decisions look at. */
export type CaseFacts = {
  readonly customer?: Customer;
  readonly contact?: Contact;
  /** The case that is to be linked. */
  readonly linked?: Case;
};

/** The lines of `decide` for some of the case's commands. */
export type Decide<C extends Readonly<Record<string, CommandClass>>> = Aggregate<
  Case,
  C,
  typeof caseEvents,
  CaseFacts
>['decide'];

/** The lines of `evolve` for some of the case's events. */
export type Evolve<E extends Readonly<Record<string, EventClass>>> = Aggregate<
  Case,
  Readonly<Record<string, CommandClass>>,
  E
>['evolve'];
