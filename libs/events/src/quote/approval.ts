import { EventContract, Id, IdList, Instant, Optional, Percent, Personal, Text, Whole } from '../contract/index.js';
import { totalsExample } from '../pricing/examples.js';
import { QuoteState } from './values.js';

const example = {
  quoteId: '0197f000-0000-7000-8000-00000000000b',
  version: 1,
  contentRevision: 3,
  totals: totalsExample,
  at: '2026-03-04T10:00:00.000Z',
};

/** An approval concerns the content shown, and nothing after it. */
abstract class QuoteApprovalStep extends QuoteState {
  /** Counts the changes of the quote's content, from 0. */
  @Whole(0) contentRevision!: number;
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'Approval of a discount over the limit was asked for.',
  example: { ...example, rule: 'discount-limit', depthPct: 25.5, approvers: ['carol'], requestedBy: 'ann' },
})
export class QuoteApprovalRequested extends QuoteApprovalStep {
  static readonly type = 'quote.approval-requested';
  /** Why approval is needed. */
  @Id() rule!: string;
  /** The deepest discount in it, of a line or of the whole, in percent of list. */
  @Percent() depthPct!: number;
  /** Who may decide; anybody but the requester where the list is empty. */
  @IdList({ max: 20 }) approvers!: string[];
  /** Who cannot decide. Where a system asked for somebody, it is they. */
  @Id() requestedBy!: string;
  /** For whom, where one person stood in for another. They cannot decide either. */
  @Optional() @Id() onBehalfOf?: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The discount of a quote was approved, for the content shown.',
  example: { ...example, by: 'carol', note: 'Strategic customer' },
})
export class QuoteApproved extends QuoteApprovalStep {
  static readonly type = 'quote.approved';
  /** Where a system decided for somebody, it is they. */
  @Id() by!: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The discount of a quote was not approved.',
  example: { ...example, by: 'carol', note: 'At most 15 %' },
})
export class QuoteApprovalRejected extends QuoteApprovalStep {
  static readonly type = 'quote.approval-rejected';
  /** Where a system decided for somebody, it is they. */
  @Id() by!: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

export const quoteApproval = { QuoteApprovalRequested, QuoteApproved, QuoteApprovalRejected };
