import { contact, customer, evolve, product, Refusal, salesProcess, type Aggregate } from '@touchstream/domain';
import { given } from '@touchstream/domain/testing';
import {
  ContactRegistered,
  contractOf,
  CustomerRegistered,
  ProductIntroduced,
  SalesProcessPublished,
  type AnyEvent,
  type EventClass,
} from '@touchstream/events';
import type { Step } from './courses.js';

/** A record as its first event makes it: the example of that, with some of it changed. */
const recordOf = (of: unknown, first: EventClass, changes: object = {}): unknown =>
  evolve(of as Aggregate, (of as Aggregate).initialState, {
    type: first.type,
    data: { ...contractOf(first).example, ...changes },
  });

const stage = { exitCriteria: [], probability: 50 };
const stages = [
  { ...stage, id: 'qualification', name: 'Qualification', order: 1, kind: 'open' },
  { ...stage, id: 'proposal', name: 'Proposal', order: 2, kind: 'open' },
  { ...stage, id: 'won', name: 'Won', order: 9, kind: 'won' },
  { ...stage, id: 'lost', name: 'Lost', order: 10, kind: 'lost' },
];

/** The other records that a decision may look at: they are all there. */
const facts = {
  customer: recordOf(customer, CustomerRegistered),
  contact: recordOf(contact, ContactRegistered),
  'contact/p1': recordOf(contact, ContactRegistered),
  product: recordOf(product, ProductIntroduced),
  process: recordOf(salesProcess, SalesProcessPublished, { stages }),
};

/** What is decided of a command; nothing of one that is refused. */
export function decidedOf(
  of: Aggregate,
  history: readonly AnyEvent[],
  [name, body = {}]: Step,
  meta: { readonly commandId: string; readonly occurredAt: string; readonly now: string },
) {
  try {
    const decided = given(of, history)
      .when(name, body as never, { facts, meta })
      .decided();
    return JSON.parse(JSON.stringify(decided)) as AnyEvent[];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
