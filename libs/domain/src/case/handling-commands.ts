import {
  caseKinds,
  casePriorities,
  caseRelations,
  caseSeverities,
  Choice,
  Id,
  IdList,
  Instant,
  noteVisibilities,
  Optional,
  Personal,
  Text,
  TextList,
  Whole,
  type CaseKind,
  type CasePriority,
  type CaseRelation,
  type CaseSeverity,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Open a case',
  example: {
    kind: 'complaint',
    customerId: '0197f000-0000-7000-8000-000000000001',
    subject: 'Charged twice in March',
    description: 'Both charges are dated the 3rd.',
    severity: 'medium',
    priority: 'high',
  },
})
export class OpenCase extends CommandBody {
  /** Unique; derived from the case's id where it is left out. */
  @Optional() @Text(50) number?: string;
  @Choice(caseKinds) kind!: CaseKind;
  /** Needed for everything but internal matters. */
  @Optional() @Id() customerId?: string;
  @Optional() @Id() contactId?: string;
  @Personal() @Text(500) subject!: string;
  @Optional() @Personal() @Text(10_000) description?: string;
  /** `medium` where it is left out. */
  @Optional() @Choice(caseSeverities) severity?: CaseSeverity;
  /** `normal` where it is left out. */
  @Optional() @Choice(casePriorities) priority?: CasePriority;
  @Optional() @Id() assetId?: string;
  @Optional() @Id() orderId?: string;
  @Optional() @Id() entitlementId?: string;
  /** Complaints only: by when receipt must be acknowledged. */
  @Optional() @Instant() acknowledgementDueAt?: string;
}

@CommandContract({
  summary: 'Classify a case, or change its kind',
  example: { category: 'billing', productId: 'dsl-50', cause: 'billing-run' },
})
export class ClassifyCase extends CommandBody {
  /** The kind from now on; stays as it is where it is left out. */
  @Optional() @Choice(caseKinds) kind?: CaseKind;
  @Text(100) category!: string;
  @Optional() @Id() productId?: string;
  @Optional() @Text(200) cause?: string;
  /** Complaints only: by when receipt must be acknowledged. */
  @Optional() @Instant() acknowledgementDueAt?: string;
}

@CommandContract({
  summary: 'Set the priority of a case',
  example: { priority: 'urgent', reason: 'The shop is closed.' },
})
export class SetCasePriority extends CommandBody {
  @Choice(casePriorities) priority!: CasePriority;
  @Optional() @Personal() @Text(500) reason?: string;
}

@CommandContract({ summary: 'Assign a case to a person', example: { ownerId: 'ann', teamId: 'support' } })
export class AssignCase extends CommandBody {
  @Id() ownerId!: string;
  /** The team that has the case from now on; stays as it is where it is left out. */
  @Optional() @Id() teamId?: string;
}

@CommandContract({
  summary: 'Transfer a case to another team',
  example: { teamId: 'network', reason: 'A fault of the line.' },
})
export class TransferCase extends CommandBody {
  @Id() teamId!: string;
  @Personal() @Text(500) reason!: string;
}

@CommandContract({ summary: 'Record an automatic acknowledgement', example: { templateId: 'received-en' } })
export class AutoAcknowledgeCase extends CommandBody {
  @Optional() @Id() templateId?: string;
}

@CommandContract({
  summary: 'Record an answer to the customer',
  example: { summary: 'Asked for the log of the modem.' },
})
export class RespondToCase extends CommandBody {
  /** Who answered; who sends the command where it is left out. */
  @Optional() @Id() by?: string;
  @Optional() @Personal() @Text(2000) summary?: string;
}

@CommandContract({
  summary: 'Add a note to a case',
  example: { visibility: 'internal', text: 'The modem is of the faulty series.' },
})
export class AddCaseNote extends CommandBody {
  @Choice(noteVisibilities) visibility!: (typeof noteVisibilities)[number];
  @Personal() @Text(10_000) text!: string;
}

@CommandContract({ summary: 'Record that the customer made contact again', example: { summary: 'Sent the log.' } })
export class RecordCustomerReply extends CommandBody {
  @Optional() @Id() contactId?: string;
  @Optional() @Personal() @Text(2000) summary?: string;
}

@CommandContract({
  summary: 'Escalate a case',
  example: { level: 1, to: 'carol', reason: 'Third fault this month.' },
})
export class EscalateCase extends CommandBody {
  /** Higher than before, from 1. */
  @Whole(1, 9) level!: number;
  /** The person or team it is taken to. */
  @Id() to!: string;
  /** The rule that fired; left out where a person decided. */
  @Optional() @Id() ruleId?: string;
  @Personal() @Text(500) reason!: string;
}

@CommandContract({ summary: 'Link another case to a case', example: { linkedCaseId: 'case-2', relation: 'related' } })
export class LinkCases extends CommandBody {
  @Id() linkedCaseId!: string;
  /** What the linked case is to this one. */
  @Choice(caseRelations) relation!: CaseRelation;
}

@CommandContract({
  summary: 'Record the way to a diagnosis',
  example: { path: ['No light on the modem', 'Power supply dead'], articleIds: ['kb-17'] },
})
export class RecordDiagnosis extends CommandBody {
  /** The steps, in order; the last one is the finding. */
  @Personal() @TextList(500, { min: 1, max: 50 }) path!: string[];
  @Optional() @IdList({ max: 50 }) articleIds?: string[];
}

@CommandContract({ summary: 'Propose a solution', example: { solution: 'Exchange the power supply.' } })
export class ProposeSolution extends CommandBody {
  @Personal() @Text(5000) solution!: string;
  @Optional() @Id() articleId?: string;
}

export const caseHandlingCommands = {
  OpenCase,
  ClassifyCase,
  SetCasePriority,
  AssignCase,
  TransferCase,
  AutoAcknowledgeCase,
  RespondToCase,
  AddCaseNote,
  RecordCustomerReply,
  EscalateCase,
  LinkCases,
  RecordDiagnosis,
  ProposeSolution,
};
