import type { contactEvents } from '@touchstream/events';
import type { Customer } from '../customer/index.js';
import type { Aggregate, CommandClass } from '../decider/index.js';
import type { Contact } from './state.js';

/** The other records a contact's decisions look at. */
export type ContactFacts = {
  /** The customer to link to; for a new channel the contact's main one, whose country tells how to read a number. */
  readonly customer?: Customer;
};

/** The lines of `decide` for some of the contact's commands. */
export type Decide<C extends Readonly<Record<string, CommandClass>>> = Aggregate<
  Contact,
  C,
  typeof contactEvents,
  ContactFacts
>['decide'];

/** The lines of `evolve` for some of the contact's events. */
export type Evolve<N extends keyof typeof contactEvents> = Aggregate<
  Contact,
  Readonly<Record<string, CommandClass>>,
  Pick<typeof contactEvents, N>
>['evolve'];
