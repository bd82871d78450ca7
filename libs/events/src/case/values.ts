import { Choice, Id, Instant, Optional, Personal, Text } from '../contract/index.js';

export const caseKinds = ['question', 'incident', 'request', 'complaint', 'internal'] as const;
export type CaseKind = (typeof caseKinds)[number];

export const caseSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type CaseSeverity = (typeof caseSeverities)[number];

export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const;
export type CasePriority = (typeof casePriorities)[number];

/** `open`: nobody has answered yet; `responded`: in work; `resolved`: awaits the customer's word; the last two are ends. */
export const caseStatuses = ['open', 'responded', 'resolved', 'confirmed', 'closed'] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/**
 * The case as it stands after the event: what a list of one customer's cases shows. It stands on every event that moves
 * a case, so that a reader who sees only the event needs no other record.
 */
export class CaseDigest {
  @Text(50) number!: string;
  @Choice(caseKinds) kind!: CaseKind;
  @Choice(caseStatuses) status!: CaseStatus;
  @Personal() @Text(500) subject!: string;
  @Choice(caseSeverities) severity!: CaseSeverity;
  @Choice(casePriorities) priority!: CasePriority;
  @Optional() @Id() ownerId?: string;
  @Optional() @Id() teamId?: string;
  @Instant() openedAt!: string;
}
