import { channels, type Channel } from '../envelope.js';
import {
  Change,
  Choice,
  EventContract,
  Id,
  IdList,
  Instant,
  ListOf,
  Money,
  Nested,
  Optional,
  Personal,
  Sha256,
  Text,
  Whole,
} from '../contract/index.js';
import { Concession, costKinds, directions, PageView, RelatedRecord, type Direction } from './values.js';

const interactionId = '0197f000-0000-7000-8000-000000000031';
const customerId = '0197f000-0000-7000-8000-000000000001';
const contactId = '0197f000-0000-7000-8000-000000000011';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

@EventContract({
  version: 1,
  context: 'customer',
  description: 'We were in touch with a customer, in a way that has no record of its own.',
  example: {
    interactionId,
    customerId,
    contactIds: [contactId],
    ownerId: 'ann',
    channel: 'visit',
    direction: 'outbound',
    place: 'Berlin',
    startedAt: '2026-03-01T09:00:00.000Z',
    durationMin: 90,
    subject: 'Plant tour',
    summary: 'They plan a second line for next year.',
    summaryRef: 'doc-77',
    cost: eur('120.00'),
    concessions: [{ type: 'discount', value: eur('500.00'), note: 'On the next order' }],
    relatedTo: [{ kind: 'opportunity', id: '0197f000-0000-7000-8000-000000000021' }],
  },
})
export class InteractionLogged {
  static readonly type = 'interaction.logged';
  @Id() interactionId!: string;
  @Id() customerId!: string;
  @IdList({ max: 20 }) contactIds!: string[];
  /** Who of us it was; the actor unless another is named. */
  @Id() ownerId!: string;
  @Choice(channels) channel!: Channel;
  @Choice(directions) direction!: Direction;
  @Personal() @Optional() @Text(200) place?: string;
  @Instant() startedAt!: string;
  @Optional() @Whole(0, 44_640) durationMin?: number;
  @Personal() @Text(300) subject!: string;
  @Personal() @Optional() @Text(10_000) summary?: string;
  /** Where a longer report is kept. */
  @Optional() @Id() summaryRef?: string;
  /** What the touch itself has cost us. */
  @Optional() @Nested(() => Money) cost?: Money;
  @Personal() @ListOf(() => Concession, { max: 20 }) concessions!: Concession[];
  @ListOf(() => RelatedRecord, { max: 20 }) relatedTo!: RelatedRecord[];
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'What had been noted of an interaction was wrong and was put right.',
  example: {
    interactionId,
    customerId,
    changes: [{ field: 'durationMin', old: 90, new: 60 }],
    reason: 'Mistyped',
  },
})
export class InteractionCorrected {
  static readonly type = 'interaction.corrected';
  @Id() interactionId!: string;
  @Id() customerId!: string;
  /** Fields are those of `interaction.logged`. */
  @ListOf(() => Change, { min: 1, max: 20 }) changes!: Change[];
  @Personal() @Text(500) reason!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A document was attached to an interaction; the document itself is kept elsewhere.',
  example: {
    interactionId,
    customerId,
    docId: 'doc-78',
    name: 'minutes.pdf',
    hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    size: 48_213,
    mime: 'application/pdf',
  },
})
export class DocumentAttached {
  static readonly type = 'interaction.document-attached';
  @Id() interactionId!: string;
  @Optional() @Id() customerId?: string;
  @Id() docId!: string;
  @Personal() @Optional() @Text(255) name?: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  @Sha256() hash!: string;
  /** Bytes. */
  @Whole(0) size!: number;
  @Text(100) mime!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'What it has cost to serve a customer in the course of an interaction.',
  example: { interactionId, customerId, kind: 'travel', amount: eur('86.40'), basis: '288 km at 0.30' },
})
export class CostToServeRecorded {
  static readonly type = 'interaction.cost-to-serve-recorded';
  @Id() interactionId!: string;
  @Id() customerId!: string;
  @Choice(costKinds) kind!: (typeof costKinds)[number];
  @Nested(() => Money) amount!: Money;
  /** How the amount was arrived at. */
  @Optional() @Text(200) basis?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Somebody looked at our pages.',
  example: {
    interactionId,
    anonymousId: 'visitor-5f2c',
    pages: [{ url: 'https://shop.example/gtx-pro', title: 'GTX Pro', seconds: 42 }],
    referrer: 'https://search.example/',
    startedAt: '2026-03-01T09:00:00.000Z',
  },
})
export class WebVisitRecorded {
  static readonly type = 'interaction.web-visit-recorded';
  @Id() interactionId!: string;
  /** The visitor, as the web site knows it. */
  @Id() anonymousId!: string;
  /** Who it was, where that is known already, and for which customer. */
  @Optional() @Id() contactId?: string;
  @Optional() @Id() customerId?: string;
  @Personal() @ListOf(() => PageView, { min: 1, max: 200 }) pages!: PageView[];
  @Personal() @Optional() @Text(2000) referrer?: string;
  @Instant() startedAt!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'It became known who a visitor of our pages was.',
  example: {
    interactionId,
    anonymousId: 'visitor-5f2c',
    contactId,
    customerId,
    startedAt: '2026-03-01T09:00:00.000Z',
    identifiedAt: '2026-03-01T09:20:00.000Z',
  },
})
export class VisitorIdentified {
  static readonly type = 'interaction.visitor-identified';
  @Id() interactionId!: string;
  @Id() anonymousId!: string;
  @Id() contactId!: string;
  /** The customer the contact spoke for; left out where it is linked to none. */
  @Optional() @Id() customerId?: string;
  /** Who the visitor was taken for before, and for which customer. */
  @Optional() @Id() formerContactId?: string;
  @Optional() @Id() formerCustomerId?: string;
  /** When the visit began; not in every event. */
  @Optional() @Instant() startedAt?: string;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() identifiedAt?: string;
}

export const interactionEvents = {
  InteractionLogged,
  InteractionCorrected,
  DocumentAttached,
  CostToServeRecorded,
  WebVisitRecorded,
  VisitorIdentified,
};
