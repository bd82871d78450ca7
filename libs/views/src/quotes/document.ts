import type { LineDoc, TotalsDoc } from '../priced/index.js';
import { noTotals } from '../priced/index.js';
import { NO_REVISION, type OfAggregate } from '../view/index.js';

/** `draft`: open to changes; `sent`: with the customer; the last four are ends (a revision makes it a draft again). */
export type QuoteStatus = 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired' | 'withdrawn';

/** A version of a quote. A new one begins with the revision of the one before. */
export interface QuoteVersion {
  readonly version: number;
  readonly startedAt: string;
  readonly sentAt: string | null;
  /** Last day on which it can be accepted. */
  readonly validUntil: string;
  readonly totals: TotalsDoc;
}

/** Whether the deepest discount of the content as it stands has been approved. */
export interface QuoteApproval {
  readonly state: 'pending' | 'approved' | 'rejected';
  /** Why approval is needed. */
  readonly rule: string;
  /** The deepest discount, in percent of list. */
  readonly depthPct: number;
  readonly requestedBy: string;
  readonly requestedAt: string;
  /** Who may decide; anybody but the requester where it is empty. */
  readonly approvers: readonly string[];
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
}

/** A quote as it stands, with the heads of its earlier versions. Amounts are in minor units of `currency`. */
export interface QuoteDoc extends OfAggregate {
  readonly quoteId: string;
  readonly number: string;
  readonly name: string | null;
  readonly customerId: string | null;
  readonly opportunityId: string | null;
  readonly ownerId: string | null;
  readonly status: QuoteStatus;
  readonly version: number;
  readonly versions: readonly QuoteVersion[];
  readonly currency: string;
  readonly priceBookId: string | null;
  readonly priceBookVersion: number | null;
  readonly validUntil: string | null;
  readonly terms: string | null;
  /** While it is a draft, before a discount on the whole; once sent, with each line's part of it. */
  readonly lines: readonly LineDoc[];
  /** Once it is sent: the lines before a discount on the whole, which a revision takes up again. */
  readonly draftLines: readonly LineDoc[] | null;
  readonly totals: TotalsDoc;
  /** Discount on the whole quote: percent of net, or an amount in minor units; null where there is none. */
  readonly discount: {
    readonly pct: number | null;
    readonly amount: number | null;
    readonly reason: string | null;
  } | null;
  /** discount ÷ list of the whole, in hundredths of a percent, rounded half up; null without a list price. */
  readonly discountDepth: number | null;
  readonly approval: QuoteApproval | null;
  readonly draftedAt: string | null;
  /** When the version was sent, and to which contacts. */
  readonly sentAt: string | null;
  readonly sentTo: readonly string[];
  readonly views: number;
  readonly lastViewedAt: string | null;
  /** When it was accepted, rejected, expired or withdrawn. */
  readonly closedAt: string | null;
  /** Why it was rejected or withdrawn. */
  readonly reason: string | null;
  readonly acceptedBy: string | null;
  readonly signedBy: string | null;
}

export const emptyQuote = (quoteId: string): QuoteDoc => ({
  quoteId,
  number: '',
  name: null,
  customerId: null,
  opportunityId: null,
  ownerId: null,
  status: 'draft',
  version: 0,
  versions: [],
  currency: '',
  priceBookId: null,
  priceBookVersion: null,
  validUntil: null,
  terms: null,
  lines: [],
  draftLines: null,
  totals: noTotals,
  discount: null,
  discountDepth: null,
  approval: null,
  draftedAt: null,
  sentAt: null,
  sentTo: [],
  views: 0,
  lastViewedAt: null,
  closedAt: null,
  reason: null,
  acceptedBy: null,
  signedBy: null,
  revision: NO_REVISION,
});
