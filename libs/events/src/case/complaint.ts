import { Choice, EventContract, Id, Instant, Money, Nested, Optional, Personal, Text } from '../contract/index.js';
import { CaseDigest } from './values.js';

const caseId = '0197f000-0000-7000-8000-00000000ca5e';
const digest = {
  number: 'CASE-1043',
  kind: 'complaint',
  status: 'responded',
  subject: 'Charged twice in March',
  severity: 'medium',
  priority: 'high',
  openedAt: '2026-03-01T10:00:00.000Z',
};
const value = { amount: '30.00', currency: 'EUR' };

@EventContract({
  version: 1,
  context: 'service',
  description: 'The complainant was told that the complaint has arrived and what happens next.',
  example: {
    caseId,
    at: '2026-03-02T10:00:00.000Z',
    by: 'ann',
    dueAt: '2026-03-04T10:00:00.000Z',
    decisionDueAt: '2026-04-26T10:00:00.000Z',
    case: digest,
  },
})
export class ComplaintAcknowledged {
  static readonly type = 'complaint.acknowledged';
  @Id() caseId!: string;
  @Instant() at!: string;
  @Id() by!: string;
  /** By when it had to be acknowledged; left out where no time was set. */
  @Optional() @Instant() dueAt?: string;
  /** By when the complainant was promised a decision. */
  @Optional() @Instant() decisionDueAt?: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A complaint was looked into: what was found, why it came about, and who answers for it.',
  example: {
    caseId,
    findings: 'The invoice was run twice.',
    rootCause: 'billing-run',
    responsibleUnit: 'billing',
    at: '2026-03-05T10:00:00.000Z',
  },
})
export class ComplaintInvestigated {
  static readonly type = 'complaint.investigated';
  @Id() caseId!: string;
  @Personal() @Text(10_000) findings!: string;
  @Text(200) rootCause!: string;
  @Text(200) responsibleUnit!: string;
  @Instant() at!: string;
}

export const redressKinds = ['refund', 'credit', 'replacement', 'apology', 'other'] as const;
export type RedressKind = (typeof redressKinds)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'The complainant was offered something to put it right; a newer offer replaces one still open.',
  example: { caseId, kind: 'refund', value, description: 'The second charge.', at: '2026-03-06T10:00:00.000Z' },
})
export class RedressOffered {
  static readonly type = 'complaint.redress-offered';
  @Id() caseId!: string;
  @Choice(redressKinds) kind!: RedressKind;
  /** Always there for a refund and a credit. */
  @Optional() @Nested(() => Money) value?: Money;
  @Optional() @Personal() @Text(2000) description?: string;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The complainant accepted what was offered.',
  example: { caseId, kind: 'refund', value, at: '2026-03-07T10:00:00.000Z' },
})
export class RedressAccepted {
  static readonly type = 'complaint.redress-accepted';
  @Id() caseId!: string;
  @Choice(redressKinds) kind!: RedressKind;
  @Optional() @Nested(() => Money) value?: Money;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The complainant refused what was offered.',
  example: { caseId, kind: 'apology', reason: 'Wants the money back.', at: '2026-03-07T10:00:00.000Z' },
})
export class RedressRefused {
  static readonly type = 'complaint.redress-refused';
  @Id() caseId!: string;
  @Choice(redressKinds) kind!: RedressKind;
  @Optional() @Nested(() => Money) value?: Money;
  @Optional() @Personal() @Text(2000) reason?: string;
  @Instant() at!: string;
}

export const complaintDecisions = ['upheld', 'not-upheld'] as const;
export type ComplaintDecision = (typeof complaintDecisions)[number];

/** What both decisions say. */
abstract class DecisionOnComplaint {
  @Id() caseId!: string;
  @Personal() @Text(5000) reason!: string;
  /** As found by the investigation, where there was one. */
  @Optional() @Text(200) rootCause?: string;
  @Instant() at!: string;
  @Id() by!: string;
  /** The decision that this one replaces, after the case was reopened. */
  @Optional() @Choice(complaintDecisions) previous?: ComplaintDecision;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A complaint was found to be right.',
  example: {
    caseId,
    reason: 'The charge was made twice.',
    rootCause: 'billing-run',
    at: '2026-03-08T10:00:00.000Z',
    by: 'ann',
    case: digest,
  },
})
export class ComplaintUpheld extends DecisionOnComplaint {
  static readonly type = 'complaint.upheld';
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A complaint was found not to be right.',
  example: {
    caseId,
    reason: 'The two charges are for two months.',
    at: '2026-03-08T10:00:00.000Z',
    by: 'ann',
    case: digest,
  },
})
export class ComplaintNotUpheld extends DecisionOnComplaint {
  static readonly type = 'complaint.not-upheld';
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'An action was planned so that the cause of a complaint does not come back.',
  example: {
    caseId,
    actionId: 'a1',
    action: 'Lock the billing run while it works.',
    ownerId: 'carol',
    dueAt: '2026-04-01T00:00:00.000Z',
  },
})
export class CorrectiveActionPlanned {
  static readonly type = 'complaint.corrective-action-planned';
  @Id() caseId!: string;
  @Id() actionId!: string;
  @Personal() @Text(2000) action!: string;
  @Id() ownerId!: string;
  @Instant() dueAt!: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A corrective action was completed.',
  example: { caseId, actionId: 'a1', dueAt: '2026-04-01T00:00:00.000Z', at: '2026-03-20T10:00:00.000Z' },
})
export class CorrectiveActionCompleted {
  static readonly type = 'complaint.corrective-action-completed';
  @Id() caseId!: string;
  @Id() actionId!: string;
  @Optional() @Personal() @Text(2000) outcome?: string;
  @Instant() dueAt!: string;
  @Instant() at!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A complaint went to a body outside: an ombudsman, a regulator, a court.',
  example: { caseId, body: 'Financial Ombudsman', ref: 'FO-77', at: '2026-05-01T10:00:00.000Z', case: digest },
})
export class ComplaintReferredExternally {
  static readonly type = 'complaint.referred-externally';
  @Id() caseId!: string;
  @Text(200) body!: string;
  /** The body's own reference. */
  @Optional() @Text(100) ref?: string;
  @Instant() at!: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

export const complaintEvents = {
  ComplaintAcknowledged,
  ComplaintInvestigated,
  RedressOffered,
  RedressAccepted,
  RedressRefused,
  ComplaintUpheld,
  ComplaintNotUpheld,
  CorrectiveActionPlanned,
  CorrectiveActionCompleted,
  ComplaintReferredExternally,
};
