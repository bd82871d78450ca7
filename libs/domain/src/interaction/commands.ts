import {
  channels,
  Choice,
  ChoiceList,
  Concession,
  costKinds,
  directions,
  Id,
  IdList,
  Instant,
  ListOf,
  Money,
  Nested,
  Optional,
  PageView,
  Personal,
  RelatedRecord,
  Sha256,
  Text,
  Whole,
  type Channel,
  type Direction,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const customerId = '0197f000-0000-7000-8000-000000000001';
const contactId = '0197f000-0000-7000-8000-000000000011';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** The fields of an interaction that can be left empty; lists are emptied as such. */
export const clearableInteractionFields = ['place', 'durationMin', 'summary', 'summaryRef', 'cost'] as const;

/** It began at `occurredAt`, and came about by `channel`, which must be named. */
@CommandContract({
  summary: 'Log an interaction: a touch that has no record of its own',
  example: {
    occurredAt: '2026-03-01T10:00:00+01:00',
    channel: 'visit',
    customerId,
    contactIds: [contactId],
    direction: 'outbound',
    place: 'Berlin',
    durationMin: 90,
    subject: 'Plant tour',
    summary: 'They plan a second line for next year.',
    cost: eur('120.00'),
    concessions: [{ type: 'discount', value: eur('500.00'), note: 'On the next order' }],
    relatedTo: [{ kind: 'opportunity', id: '0197f000-0000-7000-8000-000000000021' }],
  },
})
export class LogInteraction extends CommandBody {
  @Id() customerId!: string;
  @Optional() @IdList({ max: 20 }) contactIds?: string[];
  /** Who of us it was; whoever logs it where it is left out. */
  @Optional() @Id() ownerId?: string;
  @Choice(directions) direction!: Direction;
  @Personal() @Optional() @Text(200) place?: string;
  @Optional() @Whole(0, 44_640) durationMin?: number;
  @Personal() @Text(300) subject!: string;
  @Personal() @Optional() @Text(10_000) summary?: string;
  /** Where a longer report is kept. */
  @Optional() @Id() summaryRef?: string;
  /** What the touch itself has cost us. */
  @Optional() @Nested(() => Money) cost?: Money;
  @Personal() @Optional() @ListOf(() => Concession, { max: 20 }) concessions?: Concession[];
  @Optional() @ListOf(() => RelatedRecord, { max: 20 }) relatedTo?: RelatedRecord[];
}

/** What was wrong of an interaction, as it is right. */
export class InteractionCorrection {
  @Optional() @IdList({ max: 20 }) contactIds?: string[];
  @Optional() @Id() ownerId?: string;
  @Optional() @Choice(channels) channel?: Channel;
  @Optional() @Choice(directions) direction?: Direction;
  @Personal() @Optional() @Text(200) place?: string;
  @Optional() @Instant() startedAt?: string;
  @Optional() @Whole(0, 44_640) durationMin?: number;
  @Personal() @Optional() @Text(300) subject?: string;
  @Personal() @Optional() @Text(10_000) summary?: string;
  @Optional() @Id() summaryRef?: string;
  @Optional() @Nested(() => Money) cost?: Money;
  @Personal() @Optional() @ListOf(() => Concession, { max: 20 }) concessions?: Concession[];
  @Optional() @ListOf(() => RelatedRecord, { max: 20 }) relatedTo?: RelatedRecord[];
  /** Fields to leave empty from now on. */
  @Optional()
  @ChoiceList(clearableInteractionFields, { max: 20 })
  clear?: (typeof clearableInteractionFields)[number][];
}

@CommandContract({
  summary: 'Put right what was logged',
  example: { corrected: { durationMin: 60, channel: 'fair' }, reason: 'Mistyped' },
})
export class CorrectInteraction extends CommandBody {
  @Nested(() => InteractionCorrection) corrected!: InteractionCorrection;
  @Personal() @Text(500) reason!: string;
}

@CommandContract({
  summary: 'Attach a document that is kept elsewhere',
  example: {
    docId: 'doc-78',
    name: 'minutes.pdf',
    hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    size: 48_213,
    mime: 'application/pdf',
  },
})
export class AttachDocument extends CommandBody {
  /** What the store of documents calls it, or made. */
  @Optional() @Id() docId?: string;
  @Personal() @Optional() @Text(255) name?: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  @Sha256() hash!: string;
  /** Bytes. */
  @Whole(0) size!: number;
  @Text(100) mime!: string;
}

@CommandContract({
  summary: 'Record what it has cost to serve the customer',
  example: { kind: 'travel', amount: eur('86.40'), basis: '288 km at 0.30' },
})
export class RecordCostToServe extends CommandBody {
  @Choice(costKinds) kind!: (typeof costKinds)[number];
  @Nested(() => Money) amount!: Money;
  /** How the amount was arrived at. */
  @Optional() @Text(200) basis?: string;
}

/** It began at `occurredAt`. */
@CommandContract({
  summary: 'Record a visit of our pages',
  example: {
    occurredAt: '2026-03-01T09:00:00Z',
    channel: 'web',
    anonymousId: 'visitor-5f2c',
    pages: [{ url: 'https://shop.example/gtx-pro', title: 'GTX Pro', seconds: 42 }],
    referrer: 'https://search.example/',
  },
})
export class RecordWebVisit extends CommandBody {
  /** The visitor, as the web site knows it. */
  @Id() anonymousId!: string;
  /** Who it was, where that is known already. */
  @Optional() @Id() contactId?: string;
  /** For which customer; the contact's main one where it is left out. */
  @Optional() @Id() customerId?: string;
  @Personal() @ListOf(() => PageView, { min: 1, max: 200 }) pages!: PageView[];
  @Personal() @Optional() @Text(2000) referrer?: string;
}

@CommandContract({ summary: 'Tell who the visitor of our pages was', example: { contactId } })
export class IdentifyVisitor extends CommandBody {
  @Id() contactId!: string;
  /** For which customer; the contact's main one where it is left out. */
  @Optional() @Id() customerId?: string;
}

export const interactionCommands = {
  LogInteraction,
  CorrectInteraction,
  AttachDocument,
  RecordCostToServe,
  RecordWebVisit,
  IdentifyVisitor,
};
