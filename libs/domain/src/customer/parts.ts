import type { customerEvents, EventClass } from '@touchstream/events';
import type { Aggregate, CommandClass } from '../decider/index.js';
import type { Customer } from './state.js';

/** The other records a customer's decisions look at. */
export type CustomerFacts = {
  /** The customer that is to be the parent. */
  readonly parent?: Customer;
  /** The first order, as far as a customer looks at it: whether it stands, whose it is, and when it was placed. */
  readonly order?: { readonly status: string; readonly customerId?: string; readonly placedAt?: string };
};

/** The lines of `decide` for some of the customer's commands. */
export type Decide<C extends Readonly<Record<string, CommandClass>>> = Aggregate<
  Customer,
  C,
  typeof customerEvents,
  CustomerFacts
>['decide'];

/** The lines of `evolve` for some of the customer's events. */
export type Evolve<E extends Readonly<Record<string, EventClass>>> = Aggregate<
  Customer,
  Readonly<Record<string, CommandClass>>,
  E
>['evolve'];
