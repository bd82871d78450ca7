import { Choice, EventContract, Id, IdList, Instant, Nested, Optional, Personal, Text } from '../contract/index.js';
import { TextList, Whole } from '../contract/index.js';
import {
  CaseDigest,
  caseKinds,
  casePriorities,
  caseSeverities,
  type CaseKind,
  type CasePriority,
  type CaseSeverity,
} from './values.js';

const caseId = '0197f000-0000-7000-8000-00000000ca5e';
const digest = {
  number: 'CASE-1042',
  kind: 'incident',
  status: 'responded',
  subject: 'Line drops every evening',
  severity: 'high',
  priority: 'high',
  ownerId: 'ann',
  teamId: 'support',
  openedAt: '2026-03-01T10:00:00.000Z',
};

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was opened: a question, an incident, a request, a complaint or an internal matter.',
  example: {
    caseId,
    number: 'CASE-1042',
    kind: 'incident',
    customerId: 'c1',
    contactId: 'p1',
    subject: 'Line drops every evening',
    description: 'Since Monday, between seven and eight.',
    severity: 'high',
    priority: 'high',
    openedAt: '2026-03-01T10:00:00.000Z',
    orderId: 'o1',
  },
})
export class CaseOpened {
  static readonly type = 'case.opened';
  @Id() caseId!: string;
  @Text(50) number!: string;
  @Choice(caseKinds) kind!: CaseKind;
  /** Left out of internal matters only. */
  @Optional() @Id() customerId?: string;
  @Optional() @Id() contactId?: string;
  @Personal() @Text(500) subject!: string;
  @Optional() @Personal() @Text(10_000) description?: string;
  @Choice(caseSeverities) severity!: CaseSeverity;
  @Choice(casePriorities) priority!: CasePriority;
  @Instant() openedAt!: string;
  @Optional() @Id() assetId?: string;
  @Optional() @Id() orderId?: string;
  @Optional() @Id() entitlementId?: string;
  /** Complaints: by when receipt must be acknowledged. */
  @Optional() @Instant() acknowledgementDueAt?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was classified, or its kind was found to be another.',
  example: {
    caseId,
    previousKind: 'question',
    category: 'network',
    productId: 'dsl-50',
    cause: 'line',
    case: digest,
  },
})
export class CaseClassified {
  static readonly type = 'case.classified';
  @Id() caseId!: string;
  /** The kind before; the kind now stands in `case`. */
  @Choice(caseKinds) previousKind!: CaseKind;
  @Text(100) category!: string;
  @Optional() @Id() productId?: string;
  @Optional() @Text(200) cause?: string;
  /** Complaints: by when receipt must be acknowledged. */
  @Optional() @Instant() acknowledgementDueAt?: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The priority of a case was changed.',
  example: { caseId, from: 'normal', to: 'high', reason: 'The shop is closed without it.' },
})
export class CasePriorityChanged {
  static readonly type = 'case.priority-changed';
  @Id() caseId!: string;
  @Choice(casePriorities) from!: CasePriority;
  @Choice(casePriorities) to!: CasePriority;
  @Optional() @Personal() @Text(500) reason?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was given to a person, with or without a team.',
  example: { caseId, from: 'bob', to: 'ann', teamId: 'support' },
})
export class CaseAssigned {
  static readonly type = 'case.assigned';
  @Id() caseId!: string;
  @Optional() @Id() from?: string;
  @Id() to!: string;
  /** The team that has the case from now on. */
  @Optional() @Id() teamId?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was handed to another team; nobody there owns it yet.',
  example: { caseId, from: 'support', to: 'network', ownerId: 'ann', reason: 'A fault of the line.' },
})
export class CaseTransferred {
  static readonly type = 'case.transferred';
  @Id() caseId!: string;
  /** The team before. */
  @Optional() @Id() from?: string;
  /** The team now. */
  @Id() to!: string;
  /** Who owned it until now. */
  @Optional() @Id() ownerId?: string;
  @Personal() @Text(500) reason!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'An automatic acknowledgement was sent; it is no first response.',
  example: { caseId, at: '2026-03-01T10:00:05.000Z', templateId: 'received-en' },
})
export class CaseAutoAcknowledged {
  static readonly type = 'case.auto-acknowledged';
  @Id() caseId!: string;
  @Instant() at!: string;
  @Optional() @Id() templateId?: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A person answered the customer for the first time; the channel stands in the envelope.',
  example: {
    caseId,
    at: '2026-03-01T11:00:00.000Z',
    by: 'ann',
    summary: 'Asked for the log of the modem.',
    case: digest,
  },
})
export class CaseFirstResponded {
  static readonly type = 'case.first-responded';
  @Id() caseId!: string;
  @Instant() at!: string;
  @Id() by!: string;
  @Optional() @Personal() @Text(2000) summary?: string;
  @Nested(() => CaseDigest) case!: CaseDigest;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The customer was answered again.',
  example: { caseId, at: '2026-03-01T15:00:00.000Z', by: 'ann', summary: 'Sent a new modem.' },
})
export class CaseResponded {
  static readonly type = 'case.responded';
  @Id() caseId!: string;
  @Instant() at!: string;
  @Id() by!: string;
  @Optional() @Personal() @Text(2000) summary?: string;
}

export const noteVisibilities = ['internal', 'public'] as const;

@EventContract({
  version: 1,
  context: 'service',
  description: 'A note was added to a case; the customer may see a public one.',
  example: { caseId, visibility: 'internal', text: 'The modem is of the faulty series.' },
})
export class CaseNoteAdded {
  static readonly type = 'case.note-added';
  @Id() caseId!: string;
  @Choice(noteVisibilities) visibility!: (typeof noteVisibilities)[number];
  @Personal() @Text(10_000) text!: string;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The customer wrote or called again about a case.',
  example: { caseId, at: '2026-03-01T14:00:00.000Z', contactId: 'p1', summary: 'Sent the log.' },
})
export class CustomerReplied {
  static readonly type = 'case.customer-replied';
  @Id() caseId!: string;
  @Instant() at!: string;
  @Optional() @Id() contactId?: string;
  @Optional() @Personal() @Text(2000) summary?: string;
}

export const escalationTriggers = ['rule', 'manual'] as const;

@EventContract({
  version: 1,
  context: 'service',
  description: 'A case was taken to a higher level.',
  example: { caseId, level: 1, to: 'carol', trigger: 'manual', reason: 'Third fault this month.' },
})
export class CaseEscalated {
  static readonly type = 'case.escalated';
  @Id() caseId!: string;
  /** 1 for the first escalation; each next one is higher. */
  @Whole(1, 9) level!: number;
  /** The person or team it was taken to. */
  @Id() to!: string;
  @Choice(escalationTriggers) trigger!: (typeof escalationTriggers)[number];
  /** The rule that fired. */
  @Optional() @Id() ruleId?: string;
  @Personal() @Text(500) reason!: string;
}

export const caseRelations = ['related', 'duplicate-of', 'parent', 'child', 'caused-by'] as const;
export type CaseRelation = (typeof caseRelations)[number];

@EventContract({
  version: 1,
  context: 'service',
  description: 'Another case was linked to this one.',
  example: { caseId, linkedCaseId: 'case-2', relation: 'caused-by' },
})
export class CasesLinked {
  static readonly type = 'case.linked';
  @Id() caseId!: string;
  @Id() linkedCaseId!: string;
  /** What the linked case is to this one; `duplicate-of` and `caused-by` read from this case to the linked one. */
  @Choice(caseRelations) relation!: CaseRelation;
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'The way to a diagnosis was recorded, with the articles that were used.',
  example: { caseId, path: ['No light on the modem', 'Power supply dead'], articleIds: ['kb-17'] },
})
export class DiagnosisRecorded {
  static readonly type = 'case.diagnosis-recorded';
  @Id() caseId!: string;
  /** The steps, in order; the last one is the finding. */
  @Personal() @TextList(500, { min: 1, max: 50 }) path!: string[];
  @IdList({ max: 50 }) articleIds!: string[];
}

@EventContract({
  version: 1,
  context: 'service',
  description: 'A solution was proposed to the customer.',
  example: { caseId, solution: 'Exchange the power supply.', articleId: 'kb-17' },
})
export class SolutionProposed {
  static readonly type = 'case.solution-proposed';
  @Id() caseId!: string;
  @Personal() @Text(5000) solution!: string;
  @Optional() @Id() articleId?: string;
}

export const caseHandlingEvents = {
  CaseOpened,
  CaseClassified,
  CasePriorityChanged,
  CaseAssigned,
  CaseTransferred,
  CaseAutoAcknowledged,
  CaseFirstResponded,
  CaseResponded,
  CaseNoteAdded,
  CustomerReplied,
  CaseEscalated,
  CasesLinked,
  DiagnosisRecorded,
  SolutionProposed,
};
