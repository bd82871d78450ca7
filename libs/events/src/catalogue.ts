import type { EventClass, EventOf, DataOf } from './contract/index.js';
import type { Envelope } from './envelope.js';
import { claimEvents } from './claim/index.js';
import { contactEvents } from './contact/index.js';
import { customerEvents } from './customer/index.js';
import { interactionEvents } from './interaction/index.js';
import { portfolioEvents } from './portfolio/index.js';
import { reactionEvents } from './reaction/index.js';
import { caseEvents } from './case/index.js';
import { callEvents } from './call/index.js';
import { importBatchEvents } from './import-batch/index.js';
import { salesProcessEvents } from './sales-process/index.js';
import { opportunityEvents } from './opportunity/index.js';
import { productEvents } from './product/index.js';
import { priceBookEvents } from './price-book/index.js';
import { quoteEvents } from './quote/index.js';
import { orderEvents } from './order/index.js';

/** Every event class, by aggregate. Adding an aggregate is adding a folder and a line here. */
export const eventsByAggregate = {
  claim: claimEvents,
  contact: contactEvents,
  customer: customerEvents,
  interaction: interactionEvents,
  portfolio: portfolioEvents,
  reaction: reactionEvents,
  case: caseEvents,
  call: callEvents,
  'import-batch': importBatchEvents,
  'sales-process': salesProcessEvents,
  opportunity: opportunityEvents,
  product: productEvents,
  'price-book': priceBookEvents,
  quote: quoteEvents,
  order: orderEvents,
} as const;

type Catalogue = typeof eventsByAggregate;
type ClassesOf<G> = G extends Readonly<Record<string, infer C>> ? Extract<C, EventClass> : never;
/** Any declared event class. */
export type AnyEventClass = ClassesOf<Catalogue[keyof Catalogue]>;
/** Any decided event. */
export type AnyEvent = EventOf<AnyEventClass>;
export type EventType = AnyEventClass['type'];
export type EventData<T extends EventType> = DataOf<Extract<AnyEventClass, { readonly type: T }>>;
/** An event of the type as read back from the store. */
export type EventEnvelope<T extends EventType = EventType> = T extends EventType ? Envelope<T, EventData<T>> : never;

/** Every event class by its wire name: the newest version of each. */
export const eventCatalogue: ReadonlyMap<string, EventClass> = new Map(
  Object.values(eventsByAggregate)
    .flatMap(group => Object.values(group) as EventClass[])
    .map(type => [type.type, type]),
);
