import { contractOf, encode, streamName, type EventClass } from '@touchstream/events';
import type { EventToAppend } from '@touchstream/event-store';
import { Random } from '../../fixtures/random.js';
import { companyName, personName, subject } from './names.js';
import { nextKinds, stories, type StoryKind } from './stories.js';
import { zipf } from './zipf.js';

/** One append: an event at its place in its stream. */
export interface HistoryAppend {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly event: EventToAppend;
}

interface Customer {
  readonly id: string;
  readonly contactId: string;
  readonly open: Story[];
}
interface Story {
  readonly kind: StoryKind;
  readonly id: string;
  readonly customer: Customer;
  /** How many of its events have happened. */
  told: number;
}

const START = Date.parse('2024-01-01T00:00:00.000Z');
const MINUTE = 60_000;
/** Events for each customer, in the mean. */
const EVENTS_PER_CUSTOMER = 20;
/** Records of a customer that are under way at a time, at most. */
const MOST_OPEN = 4;
const SUFFIX = '-7000-8000-';

/** UUIDv7-shaped ids that are in order of time; the kind of thing they are of tells them apart. */
function idOf(kind: number, number: number): string {
  const time = (START + number).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${SUFFIX}${kind.toString(16).padStart(2, '0')}${number.toString(16).padStart(10, '0')}`;
}
const CUSTOMER = 1;
const CONTACT = 2;
const RECORD = 3;
const EVENT = 4;

/** The customer that is there from the first event on, and that every n-th event is of. */
export const REGULAR = idOf(CUSTOMER, 0);
/** The customer that has more events than any other. */
export const BUSIEST = idOf(CUSTOMER, 1);
/** So many events the regular customer has, where the history is long enough. */
const REGULAR_EVENTS = 1_000;

/** The customers that a history of so many events has for certain; at most 1,000 of them. */
export const customerIds = (events: number): readonly string[] =>
  Array.from({ length: Math.min(1_000, Math.max(1, Math.floor(events / EVENTS_PER_CUSTOMER) - 1)) }, (_, at) =>
    idOf(CUSTOMER, at),
  );

/** The fields of examples that are this story's own. */
const fields: Readonly<Record<string, (story: Story, now: { at: string; number: number; random: Random }) => unknown>> =
  {
    customerId: ({ customer }) => customer.id,
    customerIds: ({ customer }) => [customer.id],
    opportunityId: ({ id }) => id,
    orderId: ({ id }) => id,
    quoteId: ({ id }) => id,
    primaryCustomerId: ({ customer }) => customer.id,
    contactId: ({ customer }) => customer.contactId,
    contactIds: ({ customer }) => [customer.contactId],
    name: ({ kind }, { random, number }) =>
      kind === 'customer' ? companyName(random) : kind === 'contact' ? personName(random) : `Renewal ${number}`,
    subject: (_, { random }) => subject(random),
    code: (_, { number }) => `C-${number}`,
    number: (_, { number }) => `N-${number}`,
    taxId: (_, { number }) => `DE${100_000_000 + number}`,
    email: (_, { number }) => `info@company${number}.example`,
    website: (_, { number }) => `https://company${number}.example`,
    phones: (_, { number }) => [`+4930${10_000_000 + number}`],
    normalised: (_, { number }) => `+49170${10_000_000 + number}`,
    externalRefs: (_, { number }) => [{ system: 'erp', id: String(number) }],
    invoiceRef: ({ id }) => `INV-${id}`,
    relatedTo: () => [],
    registeredAt: (_, { at }) => at,
    openedAt: (_, { at }) => at,
    startedAt: (_, { at }) => at,
    draftedAt: (_, { at }) => at,
    placedAt: (_, { at }) => at,
    enteredAt: (_, { at }) => at,
    at: (_, { at }) => at,
  };

/** The contract's own example with the story's ids, names and times in it. */
class Template {
  readonly #example: Readonly<Record<string, unknown>>;
  readonly #own: readonly string[];

  constructor(
    readonly type: EventClass,
    /** The field that names the record itself. */
    private readonly ownId: string,
  ) {
    this.#example = JSON.parse(JSON.stringify(contractOf(type).example)) as Record<string, unknown>;
    this.#own = Object.keys(this.#example).filter(name => name in fields);
  }

  data(story: Story, now: { at: string; number: number; random: Random }): object {
    const data: Record<string, unknown> = { ...this.#example };
    for (const name of this.#own) data[name] = fields[name]!(story, now);
    if (this.ownId in data) data[this.ownId] = story.id;
    return data;
  }
}

const templates = Object.fromEntries(
  Object.entries(stories).map(([kind, types]) => [
    kind,
    (types as readonly EventClass[]).map(type => new Template(type, `${kind}Id`)),
  ]),
) as unknown as Readonly<Record<StoryKind, readonly Template[]>>;

/** The next event of a story, the n-th of the history. */
function appendOf(story: Story, number: number, random: Random): HistoryAppend {
  const template = templates[story.kind][story.told]!;
  const at = new Date(START + number * MINUTE).toISOString();
  const id = idOf(EVENT, number);
  const metadata = {
    schemaVersion: 1,
    tenantId: 'main',
    occurredAt: at,
    actor: { id: random.pick(['ann', 'bob', 'eve', 'dan']), kind: 'user' },
    channel: random.pick(['web', 'email', 'phone', 'visit']),
    correlationId: id,
    commandId: id,
    commandHash: 'DMQS5ckw1zIenaVnve6eMmWoV-r0UWujZm9Q9arnS00',
    customerId: story.customer.id,
  };
  return {
    stream: streamName(story.kind, story.id),
    expectedRevision: story.told - 1,
    event: {
      id,
      type: template.type.type,
      data: encode(template.data(story, { at, number, random })),
      metadata: encode(metadata),
    },
  };
}

/**
 * A made-up history of any length: customers join all the time, and with each of them contacts, touches, deals, quotes,
 * orders, cases and calls run their course side by side. Half of what happens falls on the customers by Zipf's law, half
 * evenly. The same seed gives the same history.
 */
export class History {
  readonly #random: Random;
  readonly #customers: Customer[] = [];
  #told = 0;
  #records = 0;

  constructor(
    private readonly events: number,
    seed = 1,
  ) {
    this.#random = new Random(seed);
  }

  *[Symbol.iterator](): Generator<HistoryAppend> {
    while (this.#told < this.events) yield this.#next();
  }

  #next(): HistoryAppend {
    const story = this.#story();
    const { open } = story.customer;
    const told = appendOf(story, this.#told, this.#random);
    this.#told += 1;
    story.told += 1;
    if (story.told === stories[story.kind].length) open.splice(open.indexOf(story), 1);
    return told;
  }

  #story(): Story {
    const customer = this.#customer();
    const { open } = customer;
    if (open[0]?.told === 0) return open[0];
    const goesOn = open.length >= MOST_OPEN || (open.length > 0 && this.#random.next() < 0.7);
    if (goesOn) return this.#random.pick(open);
    return this.#begin(this.#random.pick(nextKinds), customer);
  }

  #customer(): Customer {
    const count = this.#customers.length;
    const every = Math.max(4, Math.floor(this.events / REGULAR_EVENTS));
    if (count === 0 || this.#told / EVENTS_PER_CUSTOMER > count) return this.#join();
    if (this.#told % every === 0 && this.#told / every < REGULAR_EVENTS) return this.#customers[0]!;
    if (count === 1) return this.#join();
    const others = count - 1;
    const at = this.#random.next() < 0.5 ? zipf(this.#random, others) : this.#random.whole(0, others - 1);
    return this.#customers[1 + at]!;
  }

  /** A new customer begins with its own story and that of its contact. */
  #join(): Customer {
    const number = this.#customers.length;
    const customer: Customer = { id: idOf(CUSTOMER, number), contactId: idOf(CONTACT, number), open: [] };
    this.#customers.push(customer);
    this.#begin('customer', customer, customer.id);
    this.#begin('contact', customer, customer.contactId);
    return customer;
  }

  #begin(kind: StoryKind, customer: Customer, id = idOf(RECORD, (this.#records += 1))): Story {
    const story = { kind, id, customer, told: 0 };
    customer.open.push(story);
    return story;
  }
}

/** Customers and nothing else: one event each. */
export function* customersOnly(count: number): Generator<HistoryAppend> {
  const random = new Random(1);
  for (let number = 0; number < count; number += 1) {
    const id = idOf(CUSTOMER, number);
    const customer = { id, contactId: idOf(CONTACT, number), open: [] };
    yield appendOf({ kind: 'customer', id, customer, told: 0 }, number, random);
  }
}
