import type {
  CaseKind,
  CasePriority,
  CaseRelation,
  CaseSeverity,
  CaseStatus,
  ComplaintDecision,
  RedressKind,
} from '@touchstream/events';
import type { Amount } from '../money/index.js';
import { NO_REVISION, type OfAggregate } from '../view/index.js';

/** How a case was resolved, as last said. */
export interface CaseResolution {
  readonly code: string;
  readonly articleId: string | null;
  readonly note: string | null;
  readonly at: string;
  readonly by: string;
}

/** What was offered to put a complaint right, as last offered. */
export interface Redress {
  readonly kind: RedressKind;
  readonly value: Amount | null;
  readonly description: string | null;
  readonly state: 'offered' | 'accepted' | 'refused';
  readonly offeredAt: string | null;
  readonly answeredAt: string | null;
}

export interface CorrectiveAction {
  readonly id: string;
  readonly action: string;
  readonly ownerId: string;
  readonly dueAt: string;
  readonly completedAt: string | null;
  readonly outcome: string | null;
}

/** The facts that only a complaint has. */
export interface ComplaintFacts {
  /** By when receipt must be acknowledged. */
  readonly acknowledgementDueAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  /** By when the complainant was promised a decision. */
  readonly decisionDueAt: string | null;
  readonly investigatedAt: string | null;
  readonly findings: string | null;
  readonly rootCause: string | null;
  readonly responsibleUnit: string | null;
  readonly redress: Redress | null;
  readonly decision: ComplaintDecision | null;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  readonly actions: readonly CorrectiveAction[];
  readonly referrals: readonly { readonly body: string; readonly ref: string | null; readonly at: string }[];
}

/** A case, or a complaint with its facts. Notes and replies are counted; their texts stand in the timeline. */
export interface CaseDoc extends OfAggregate {
  readonly caseId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  /** Null for internal matters. */
  readonly customerId: string | null;
  readonly contactId: string | null;
  readonly channel: string | null;
  readonly subject: string;
  readonly description: string | null;
  readonly severity: CaseSeverity;
  readonly priority: CasePriority;
  /** Who works on it; null while nobody does. */
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly category: string | null;
  readonly productId: string | null;
  readonly cause: string | null;
  readonly orderId: string | null;
  readonly assetId: string | null;
  readonly entitlementId: string | null;
  readonly openedAt: string | null;
  readonly autoAcknowledgedAt: string | null;
  readonly firstRespondedAt: string | null;
  readonly firstRespondedBy: string | null;
  readonly lastResponseAt: string | null;
  /** How often the customer made contact: 1 for the opening, plus each reply and each rejected resolution. */
  readonly customerContacts: number;
  readonly lastCustomerContactAt: string | null;
  /** Answers to the customer, the first one included. */
  readonly responses: number;
  readonly notes: number;
  /** 0 where it was never escalated. */
  readonly escalationLevel: number;
  readonly escalatedTo: string | null;
  readonly links: readonly { readonly id: string; readonly relation: CaseRelation }[];
  readonly diagnosis: readonly string[];
  readonly proposedSolution: string | null;
  readonly resolution: CaseResolution | null;
  readonly confirmedAt: string | null;
  readonly reopenings: number;
  readonly closedAt: string | null;
  readonly closeReason: string | null;
  readonly complaint: ComplaintFacts | null;
}

export const noComplaintFacts: ComplaintFacts = {
  acknowledgementDueAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  decisionDueAt: null,
  investigatedAt: null,
  findings: null,
  rootCause: null,
  responsibleUnit: null,
  redress: null,
  decision: null,
  decidedAt: null,
  decidedBy: null,
  decisionReason: null,
  actions: [],
  referrals: [],
};

export const emptyCase = (caseId: string): CaseDoc => ({
  caseId,
  number: '',
  kind: 'question',
  status: 'open',
  customerId: null,
  contactId: null,
  channel: null,
  subject: '',
  description: null,
  severity: 'low',
  priority: 'normal',
  ownerId: null,
  teamId: null,
  category: null,
  productId: null,
  cause: null,
  orderId: null,
  assetId: null,
  entitlementId: null,
  openedAt: null,
  autoAcknowledgedAt: null,
  firstRespondedAt: null,
  firstRespondedBy: null,
  lastResponseAt: null,
  customerContacts: 0,
  lastCustomerContactAt: null,
  responses: 0,
  notes: 0,
  escalationLevel: 0,
  escalatedTo: null,
  links: [],
  diagnosis: [],
  proposedSolution: null,
  resolution: null,
  confirmedAt: null,
  reopenings: 0,
  closedAt: null,
  closeReason: null,
  complaint: null,
  revision: NO_REVISION,
});
