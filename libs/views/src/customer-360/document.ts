import type { AddressUse, CustomerAssessed, CustomerKind, CustomerTier, RelationshipModel } from '@touchstream/events';
import type { AddressDoc } from '../address/index.js';
import type { ContactCard } from '../contacts/index.js';
import { NO_SUM, type Amount, type Sum } from '../money/index.js';
import type { NextStep } from '../pipeline-board/index.js';
import { NO_REVISION, type OfAggregate } from '../view/index.js';
import type { OpenCase, OpenInvoice, OpenOpportunity, OpenOrder, OpenQuote, RecentCall } from './open-business.js';

/** `dormant` and `archived` lie over the other three and give way to them again. */
export type CustomerStatus = 'prospect' | 'active' | 'churned' | 'dormant' | 'archived';

export interface CustomerProfile {
  readonly code: string;
  readonly name: string;
  readonly taxId: string | null;
  /** ISO 3166-1 alpha-2: where the customer is at home. */
  readonly country: string | null;
  readonly website: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phones: readonly string[];
  readonly employees: number | null;
  readonly annualRevenue: Amount | null;
  readonly foundedYear: number | null;
  /** What other systems call the customer. */
  readonly externalRefs: readonly { readonly system: string; readonly id: string }[];
}

export interface CustomerClassification {
  readonly segment: string | null;
  readonly industry: string | null;
  readonly region: string | null;
  readonly type: string | null;
}

export interface CustomerAddress extends AddressDoc {
  readonly id: string;
  readonly use: AddressUse;
}

/** Which of the three a customer is, and since when; null where it never was. */
export interface Standing {
  readonly lifecycle: 'prospect' | 'active' | 'churned';
  readonly dormant: boolean;
  readonly archived: boolean;
  readonly registeredAt: string | null;
  readonly activatedAt: string | null;
  readonly dormantSince: string | null;
  readonly churnedAt: string | null;
  readonly churnReason: string | null;
  readonly lostTo: string | null;
  readonly wonBackAt: string | null;
  readonly archivedAt: string | null;
  readonly archiveReason: string | null;
}

export interface CommercialTerms {
  /** Days from the invoice's date. */
  readonly netDays: number;
  readonly discountDays: number | null;
  readonly discountPercent: number | null;
  readonly discountClass: string | null;
  readonly taxRule: string | null;
  readonly currency: string;
  readonly priceBookId: string | null;
  readonly commissionCode: string | null;
}

/** Limits are in minor units of their currency. */
export interface Credit {
  readonly policy: {
    readonly salesLimit: number;
    readonly overdueLimit: number;
    readonly currency: string;
    readonly grade: string;
  } | null;
  readonly hold: { readonly reason: string; readonly since: string } | null;
  readonly lastReview: {
    /** On the agency's own scale. */
    readonly score: number;
    readonly agency: string;
    readonly note: string | null;
    readonly at: string;
  } | null;
}

/** A contact as it speaks for this customer. */
export interface CustomerContact extends ContactCard {
  /** The contact. */
  readonly id: string;
  readonly role: string | null;
  /** Whether this is the contact's main customer. */
  readonly isPrimary: boolean;
  /** First day at the customer. */
  readonly from: string | null;
  /** Last day at the customer, of a contact that has left. */
  readonly departedAt: string | null;
}

/**
 * What was ordered, billed and won in one currency. What is open now is summed from its list. There is an entry for
 * every currency that anything open was ever in.
 */
export interface CurrencyTotals {
  /** Orders that were not cancelled, and what they come to. */
  readonly orders: number;
  readonly net: Sum;
  readonly total: Sum;
  readonly invoiced: Sum;
  readonly credited: Sum;
  readonly paid: Sum;
  /** Won opportunities, and what they were won for. */
  readonly deals: number;
  readonly won: Sum;
}

/** How often; what is open now is counted by its list. `won`, `lost` and `abandoned` are as opportunities stand. */
export interface Counts {
  readonly interactions: number;
  readonly webVisits: number;
  readonly calls: number;
  /** Without the complaints. */
  readonly cases: number;
  readonly complaints: number;
  readonly opportunities: number;
  readonly won: number;
  readonly lost: number;
  readonly abandoned: number;
  readonly quotes: number;
  readonly quotesAccepted: number;
  readonly orders: number;
  readonly ordersCancelled: number;
}

/** What has a first and a last time. */
export const momentKinds = [
  'touch',
  'interaction',
  'call',
  'case',
  'complaint',
  'opportunity',
  'won',
  'quote',
  'order',
  'invoice',
  'payment',
] as const;
export type MomentKind = (typeof momentKinds)[number];
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** The last time the customer and we were in touch by a channel. */
export interface LastTouch {
  /** The channel; `other` where nobody said. */
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly direction: string;
  /** Who of us or of them it was, as far as it is known; else who recorded it. */
  readonly by: string;
}

/**
 * A customer seen from all sides. What is open is listed whole, what is over is counted: the document grows with the
 * customer's open business (and its contacts, also those that have left), not with its history. Only the last
 * {@link HELD_CALLS} calls are listed. Instants are ISO 8601 in UTC; amounts are integers in minor units of their
 * currency. What was never said is null.
 */
export interface Customer360 extends OfAggregate {
  readonly customerId: string;
  readonly kind: CustomerKind | null;
  readonly status: CustomerStatus;
  readonly profile: CustomerProfile;
  readonly classification: CustomerClassification;
  readonly addresses: readonly CustomerAddress[];
  readonly standing: Standing;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly tier: CustomerTier | null;
  readonly relationshipModel: RelationshipModel | null;
  readonly parentId: string | null;
  readonly terms: CommercialTerms | null;
  readonly credit: Credit;
  readonly maskedIban: string | null;
  readonly competitors: readonly {
    readonly id: string;
    readonly products: readonly string[];
    /** Part of one. */
    readonly share: number | null;
    readonly seenAt: string;
  }[];
  readonly assessment: (Readonly<Omit<CustomerAssessed, 'customerId'>> & { readonly at: string }) | null;
  readonly contacts: readonly CustomerContact[];
  readonly openOpportunities: readonly OpenOpportunity[];
  readonly openQuotes: readonly OpenQuote[];
  readonly openOrders: readonly OpenOrder[];
  readonly openInvoices: readonly OpenInvoice[];
  readonly openCases: readonly OpenCase[];
  /** The newest first. */
  readonly recentCalls: readonly RecentCall[];
  /** By ISO 4217 code. */
  readonly totals: Readonly<Record<string, CurrencyTotals>>;
  readonly counts: Counts;
  /** First and last times; null of what never was. */
  readonly moments: Readonly<Record<MomentKind, Span | null>>;
  readonly lastTouches: readonly LastTouch[];
  /** The earliest due among the next steps of the open opportunities. */
  readonly nextStep: (Readonly<NextStep> & { readonly opportunityId: string }) | null;
}

/** So many of the last calls are answered. */
export const RECENT_CALLS = 5;

/**
 * So many are held: an older one moves up where a later one turns out to have been with somebody else. Where more than
 * the difference do, fewer than {@link RECENT_CALLS} are answered though the register has more: a call that fell out of
 * the list does not come back.
 */
export const HELD_CALLS = 2 * RECENT_CALLS;

export const noTotalsYet: CurrencyTotals = {
  orders: 0,
  net: NO_SUM,
  total: NO_SUM,
  invoiced: NO_SUM,
  credited: NO_SUM,
  paid: NO_SUM,
  deals: 0,
  won: NO_SUM,
};

const noCounts: Counts = {
  interactions: 0,
  webVisits: 0,
  calls: 0,
  cases: 0,
  complaints: 0,
  opportunities: 0,
  won: 0,
  lost: 0,
  abandoned: 0,
  quotes: 0,
  quotesAccepted: 0,
  orders: 0,
  ordersCancelled: 0,
};

const noMoments = Object.fromEntries(momentKinds.map(kind => [kind, null])) as Customer360['moments'];

const emptyProfile: CustomerProfile = {
  code: '',
  name: '',
  taxId: null,
  country: null,
  website: null,
  email: null,
  phones: [],
  employees: null,
  annualRevenue: null,
  foundedYear: null,
  externalRefs: [],
};

const newStanding: Standing = {
  lifecycle: 'prospect',
  dormant: false,
  archived: false,
  registeredAt: null,
  activatedAt: null,
  dormantSince: null,
  churnedAt: null,
  churnReason: null,
  lostTo: null,
  wonBackAt: null,
  archivedAt: null,
  archiveReason: null,
};

/** Before its registration a customer has no name, no code and no kind. */
export const emptyCustomer = (customerId: string): Customer360 => ({
  customerId,
  kind: null,
  status: 'prospect',
  profile: emptyProfile,
  classification: { segment: null, industry: null, region: null, type: null },
  addresses: [],
  standing: newStanding,
  ownerId: null,
  teamId: null,
  tier: null,
  relationshipModel: null,
  parentId: null,
  terms: null,
  credit: { policy: null, hold: null, lastReview: null },
  maskedIban: null,
  competitors: [],
  assessment: null,
  contacts: [],
  openOpportunities: [],
  openQuotes: [],
  openOrders: [],
  openInvoices: [],
  openCases: [],
  recentCalls: [],
  totals: {},
  counts: noCounts,
  moments: noMoments,
  lastTouches: [],
  nextStep: null,
  revision: NO_REVISION,
});
