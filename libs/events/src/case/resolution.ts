import { Choice, EventContract, Flag, Id, Instant, Nested, Optional, Personal, Text } from '../contract/index.js';
import { Whole } from '../contract/index.js';
import { CaseDigest, caseStatuses, type CaseStatus } from './values.js';

const caseId = '0197f000-0000-7000-8000-00000000ca5e';
const digest = {
  number: 'CASE-1042',
  kind: 'incident',
  subject: 'Line drops every evening',
  severity: 'high',
  priority: 'high',
  ownerId: 'ann',
  openedAt: '2026-03-01T10:00:00.000Z',
};

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was resolved; the customer may confirm or reject it.',
  example: {
    caseId,
    resolutionCode: 'part-exchanged',
    articleId: 'kb-17',
    at: '2026-03-02T09:00:00.000Z',
    by: 'ann',
    firstRespondedAt: '2026-03-01T11:00:00.000Z',
    customerContacts: 2,
    reopenings: 0,
    case: { ...digest, status: 'resolved' },
  },
})
export class CaseResolved {
  static readonly type = 'case.resolved';
  @Id() caseId!: string;
  @Id() resolutionCode!: string;
  @Optional() @Id() articleId?: string;
  @Optional() @Personal() @Text(5000) note?: string;
  @Instant() at!: string;
  @Id() by!: string;
  /** Left out where nobody had answered before. */
  @Optional() @Instant() firstRespondedAt?: string;
  /** How often the customer had made contact: 1 for the opening, plus each reply and each rejected resolution. */
  @Whole(1) customerContacts!: number;
  /** How often the case had been reopened. */
  @Whole() reopenings!: number;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The customer confirmed that the case is resolved.',
  example: { caseId, contactId: 'p1', at: '2026-03-03T09:00:00.000Z', case: { ...digest, status: 'confirmed' } },
})
export class ResolutionConfirmed {
  static readonly type = 'case.resolution-confirmed';
  @Id() caseId!: string;
  @Optional() @Id() contactId?: string;
  @Instant() at!: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The customer said that the case is not resolved: it is in work again.',
  example: {
    caseId,
    contactId: 'p1',
    reason: 'It dropped again last night.',
    at: '2026-03-03T09:00:00.000Z',
    case: { ...digest, status: 'responded' },
  },
})
export class ResolutionRejected {
  static readonly type = 'case.resolution-rejected';
  @Id() caseId!: string;
  @Optional() @Id() contactId?: string;
  @Personal() @Text(2000) reason!: string;
  @Instant() at!: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case that was resolved, confirmed or closed was opened again.',
  example: {
    caseId,
    reason: 'The fault is back.',
    from: 'closed',
    at: '2026-04-01T09:00:00.000Z',
    resolvedAt: '2026-03-02T09:00:00.000Z',
    reopenings: 1,
    case: { ...digest, status: 'responded' },
  },
})
export class CaseReopened {
  static readonly type = 'case.reopened';
  @Id() caseId!: string;
  @Personal() @Text(2000) reason!: string;
  @Choice(caseStatuses) from!: CaseStatus;
  /** When it had been resolved; left out where it was closed without. */
  @Optional() @Instant() resolvedAt?: string;
  @Instant() at!: string;
  /** How often it has been reopened, this time included. */
  @Whole(1) reopenings!: number;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was closed, resolved or for another reason.',
  example: {
    caseId,
    resolved: true,
    resolutionCode: 'part-exchanged',
    resolvedAt: '2026-03-02T09:00:00.000Z',
    at: '2026-03-10T00:00:00.000Z',
    case: { ...digest, status: 'closed' },
  },
})
export class CaseClosed {
  static readonly type = 'case.closed';
  @Id() caseId!: string;
  @Flag() resolved!: boolean;
  @Optional() @Id() resolutionCode?: string;
  @Optional() @Instant() resolvedAt?: string;
  /** Why it was closed; always said where it was not resolved. */
  @Optional() @Personal() @Text(2000) reason?: string;
  @Instant() at!: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

export const caseResolutionEvents = { CaseResolved, ResolutionConfirmed, ResolutionRejected, CaseReopened, CaseClosed };
