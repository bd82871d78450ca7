import {
  event,
  QuoteApprovalRejected,
  QuoteApprovalRequested,
  QuoteApproved,
  type SalesTotals,
} from '@touchstream/events';
import { ensure, peopleOf, refuse, repeats, type CommandMeta } from '../decider/index.js';
import { depthPct, exceeds } from '../pricing/index.js';
import {
  draft,
  ensureInOrder,
  quoteTotals,
  type Approval,
  type ApprovalRequest,
  type DraftedQuote,
  type QuoteContent,
  type QuoteDefinition,
} from './state.js';

/** A discount of more than so many percent of list, on a line or on the whole, is approved before a quote is sent. */
export const DISCOUNT_LIMIT_PCT = 20;
/** A line's list and net are each rounded once. */
const ROUNDINGS_OF_A_LINE = 2;

/** Whether a discount in the quote is over the limit. */
export const needsApproval = (quote: QuoteContent, totals: SalesTotals): boolean =>
  quote.lines.some(line => exceeds(line, DISCOUNT_LIMIT_PCT, ROUNDINGS_OF_A_LINE)) ||
  exceeds(totals, DISCOUNT_LIMIT_PCT, ROUNDINGS_OF_A_LINE * quote.lines.length + 1);

/** Refuses unless the approval of this content is asked for, by another and of the one who decides. */
function ensureMayDecide({ approval, ...quote }: DraftedQuote, contentRevision: number, { actor }: CommandMeta): void {
  ensure(
    approval.status === 'requested',
    'no-approval-requested',
    'no approval is asked for: the content changed since, or it is decided',
  );
  ensure(
    contentRevision === quote.contentRevision,
    'other-revision',
    `the approval that is asked for concerns content revision ${quote.contentRevision}`,
    '/contentRevision',
  );
  const people = peopleOf(actor);
  // Whom a system asked for was not recorded always: it cannot approve then what it asked for itself.
  ensure(
    ![actor.id, ...people].some(one => approval.by.includes(one)),
    'approver-is-requester',
    'who asked for approval cannot decide on it',
  );
  ensure(
    approval.approvers.length === 0 || approval.approvers.some(one => people.includes(one)),
    'not-an-approver',
    'somebody else was asked for approval',
  );
}

const step = (quote: DraftedQuote, { aggregateId, occurredAt }: CommandMeta) => ({
  quoteId: aggregateId,
  version: quote.version,
  contentRevision: quote.contentRevision,
  totals: quoteTotals(quote),
  at: occurredAt,
});

/** What was asked for; undefined where approval may be asked for. */
function requestOf(approval: Approval): Partial<ApprovalRequest> | undefined {
  if (approval.status === 'requested') return approval;
  return approval.status === 'approved' ? (approval.request ?? {}) : undefined;
}

/** Whether a decision tells nothing but the one that was made. */
const decided = (
  { approval, contentRevision }: DraftedQuote,
  as: 'approved' | 'rejected',
  told: { readonly contentRevision: number; readonly note?: string },
) => approval.status === as && repeats(told, { contentRevision, note: approval.note });

export const approvalDecisions = {
  RequestQuoteApproval({ data, meta }, state) {
    const quote = draft(state, meta);
    const { approval } = quote;
    const asked = requestOf(approval);
    if (asked !== undefined) {
      if (repeats(data, asked)) return [];
      return refuse('approval-requested', 'approval of this content is asked for already');
    }
    ensureInOrder(quote, meta);
    const { approvers = [], note } = data;
    const totals = quoteTotals(quote);
    ensure(
      needsApproval(quote, totals),
      'approval-not-needed',
      `no discount is over ${DISCOUNT_LIMIT_PCT} percent of list`,
    );
    const people = peopleOf(meta.actor);
    ensure(
      !approvers.some(one => people.includes(one)),
      'approver-is-requester',
      'who asks for approval cannot decide on it',
      '/approvers',
    );
    return [
      event(QuoteApprovalRequested, {
        ...step(quote, meta),
        rule: 'discount-limit',
        depthPct: Math.max(depthPct(totals), ...quote.lines.map(depthPct)),
        approvers,
        requestedBy: people[0],
        onBehalfOf: people[1],
        note,
      }),
    ];
  },
  ApproveDiscount({ data, meta }, state) {
    const quote = draft(state, meta);
    if (decided(quote, 'approved', data)) return [];
    ensureInOrder(quote, meta);
    const { contentRevision, note } = data;
    ensureMayDecide(quote, contentRevision, meta);
    return [event(QuoteApproved, { ...step(quote, meta), by: peopleOf(meta.actor)[0], note })];
  },
  RejectDiscount({ data, meta }, state) {
    const quote = draft(state, meta);
    if (decided(quote, 'rejected', data)) return [];
    ensureInOrder(quote, meta);
    const { contentRevision, note } = data;
    ensureMayDecide(quote, contentRevision, meta);
    return [event(QuoteApprovalRejected, { ...step(quote, meta), by: peopleOf(meta.actor)[0], note })];
  },
} satisfies Partial<QuoteDefinition['decide']>;
