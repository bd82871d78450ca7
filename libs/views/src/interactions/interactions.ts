import {
  interactionEvents,
  type Change,
  type Concession,
  type CostToServeRecorded,
  type EventEnvelope,
  type Money,
  type RelatedRecord,
} from '@touchstream/events';
import { withChanges } from '../changes/index.js';
import { put } from '../keyed/index.js';
import { amountOf, type Amount } from '../money/index.js';
import { orNull } from '../optional/index.js';
import { aggregateView, distinct, keyedBy, NO_REVISION, type OfAggregate } from '../view/index.js';

export interface ConcessionDoc {
  readonly type: Concession['type'];
  readonly value: Amount | null;
  readonly note: string | null;
}
export interface CostDoc extends Amount {
  readonly kind: CostToServeRecorded['kind'];
  /** How the amount was arrived at. */
  readonly basis: string | null;
}
export interface DocumentDoc {
  readonly id: string;
  readonly name: string | null;
  /** SHA-256, in hex. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly mime: string;
}
export interface WebVisit {
  /** The visitor, as the web site knows it. */
  readonly anonymousId: string;
  readonly referrer: string | null;
  readonly pages: readonly {
    readonly url: string;
    readonly title: string | null;
    readonly at: string | null;
    readonly seconds: number | null;
  }[];
}

/** A touch that has no record of its own (a visit, a letter, a fair), or a visit of our pages; corrections are in it. */
export interface InteractionDoc extends OfAggregate {
  readonly interactionId: string;
  readonly customerId: string | null;
  readonly contactIds: readonly string[];
  /** Who of us it was; null for a visit of our pages. */
  readonly ownerId: string | null;
  readonly channel: string | null;
  readonly direction: 'inbound' | 'outbound' | 'internal' | null;
  readonly place: string | null;
  readonly startedAt: string | null;
  readonly durationMin: number | null;
  readonly subject: string | null;
  readonly summary: string | null;
  /** Where a longer report is kept. */
  readonly summaryRef: string | null;
  /** What the touch itself has cost us. */
  readonly cost: Amount | null;
  readonly concessions: readonly ConcessionDoc[];
  readonly relatedTo: readonly Readonly<RelatedRecord>[];
  readonly documents: readonly DocumentDoc[];
  readonly costsToServe: readonly CostDoc[];
  readonly corrections: number;
  readonly webVisit: WebVisit | null;
}

const emptyInteraction = (interactionId: string): InteractionDoc => ({
  interactionId,
  customerId: null,
  contactIds: [],
  ownerId: null,
  channel: null,
  direction: null,
  place: null,
  startedAt: null,
  durationMin: null,
  subject: null,
  summary: null,
  summaryRef: null,
  cost: null,
  concessions: [],
  relatedTo: [],
  documents: [],
  costsToServe: [],
  corrections: 0,
  webVisit: null,
  revision: NO_REVISION,
});

const amountOrNull = (money: Readonly<Money> | null | undefined): Amount | null => (money ? amountOf(money) : null);
const concessionOf = ({ type, value, note }: Readonly<Concession>): ConcessionDoc => ({
  type,
  value: amountOrNull(value),
  note: note ?? null,
});

function logged(doc: InteractionDoc, { data }: EventEnvelope<'interaction.logged'>): InteractionDoc {
  return {
    ...doc,
    ...orNull(data, 'place', 'durationMin', 'summary', 'summaryRef'),
    customerId: data.customerId,
    contactIds: data.contactIds,
    ownerId: data.ownerId,
    channel: data.channel,
    direction: data.direction,
    startedAt: data.startedAt,
    subject: data.subject,
    cost: amountOrNull(data.cost),
    concessions: data.concessions.map(concessionOf),
    relatedTo: data.relatedTo,
  };
}

/** Values as documents hold them: amounts as integers, lists never null. */
function asHeld({ field, old, new: value }: Readonly<Change>): Change {
  if (field === 'cost') return { field, old, new: amountOrNull(value as unknown as Money | null) as Change['new'] };
  if (field === 'concessions')
    return {
      field,
      old,
      new: ((value ?? []) as unknown as Concession[]).map(concessionOf) as unknown as Change['new'],
    };
  return { field, old, new: value ?? (field === 'contactIds' || field === 'relatedTo' ? [] : null) };
}

/** The register of interactions, keyed by interaction id. */
export const interactions = aggregateView<InteractionDoc>({
  name: 'interactions',
  version: 2,
  events: interactionEvents,
  keys: keyedBy('interactionId'),
  initial: emptyInteraction,
  on: {
    'interaction.logged': logged,
    'interaction.corrected': (doc, { data }) => ({
      ...withChanges(doc, data.changes.map(asHeld)),
      corrections: doc.corrections + 1,
    }),
    'interaction.document-attached': (doc, { data: { docId, name = null, hash, size, mime } }) => ({
      ...doc,
      documents: put(doc.documents, { id: docId, name, hash, size, mime }),
    }),
    'interaction.cost-to-serve-recorded': (doc, { data: { kind, amount, basis = null } }) => ({
      ...doc,
      costsToServe: [...doc.costsToServe, { kind, basis, ...amountOf(amount) }],
    }),
    'interaction.web-visit-recorded': (doc, { data, channel }) => ({
      ...doc,
      customerId: data.customerId ?? null,
      contactIds: data.contactId === undefined ? [] : [data.contactId],
      channel: channel ?? 'web',
      direction: 'inbound',
      startedAt: data.startedAt,
      webVisit: {
        anonymousId: data.anonymousId,
        referrer: data.referrer ?? null,
        pages: data.pages.map(page => ({ url: page.url, ...orNull(page, 'title', 'at', 'seconds') })),
      },
    }),
    'interaction.visitor-identified': (doc, { data }) => ({
      ...doc,
      customerId: data.customerId ?? null,
      contactIds: [data.contactId],
    }),
  },
  index: doc => ({
    fields: {
      customerId: doc.customerId,
      ownerId: doc.ownerId,
      channel: doc.channel,
      startedAt: doc.startedAt,
    },
    lookups: {
      contact: distinct(doc.contactIds),
      related: distinct(doc.relatedTo.map(({ kind, id }) => `${kind}:${id}`)),
      visitor: distinct([doc.webVisit?.anonymousId]),
    },
    text: distinct([doc.subject, doc.place]),
  }),
  indexes: [
    { name: 'by-customer', fields: ['customerId', 'startedAt'] },
    { name: 'by-owner', fields: ['ownerId', 'startedAt'] },
    { name: 'by-channel', fields: ['channel', 'startedAt'] },
    { name: 'by-date', fields: ['startedAt'] },
  ],
});
