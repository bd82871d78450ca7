import {
  Choice,
  complaintDecisions,
  Id,
  Instant,
  Money,
  Nested,
  Optional,
  Personal,
  redressKinds,
  Text,
  type ComplaintDecision,
  type RedressKind,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Acknowledge a complaint',
  example: { by: 'ann', decisionDueAt: '2099-04-26T10:00:00Z' },
})
export class AcknowledgeComplaint extends CommandBody {
  /** Who acknowledged it; who sends the command where it is left out. */
  @Optional() @Id() by?: string;
  /** By when it had to be; what was said when the case was opened where it is left out. */
  @Optional() @Instant() dueAt?: string;
  /** By when the complainant is promised a decision. */
  @Optional() @Instant() decisionDueAt?: string;
}

@CommandContract({
  summary: 'Record what the investigation of a complaint found',
  example: { findings: 'The invoice was run twice.', rootCause: 'billing-run', responsibleUnit: 'billing' },
})
export class InvestigateComplaint extends CommandBody {
  @Personal() @Text(10_000) findings!: string;
  @Text(200) rootCause!: string;
  @Text(200) responsibleUnit!: string;
}

@CommandContract({
  summary: 'Offer redress',
  example: { kind: 'refund', value: { amount: '30.00', currency: 'EUR' }, description: 'The second charge.' },
})
export class OfferRedress extends CommandBody {
  @Choice(redressKinds) kind!: RedressKind;
  /** Needed for a refund and a credit; an apology has none. */
  @Optional() @Nested(() => Money) value?: Money;
  @Optional() @Personal() @Text(2000) description?: string;
}

@CommandContract({ summary: 'Record that the complainant accepted the redress', example: {} })
export class AcceptRedress extends CommandBody {}

@CommandContract({ summary: 'Record that the complainant refused the redress', example: { reason: 'Wants more.' } })
export class RefuseRedress extends CommandBody {
  @Optional() @Personal() @Text(2000) reason?: string;
}

@CommandContract({
  summary: 'Decide a complaint',
  example: { decision: 'upheld', reason: 'The charge was made twice.' },
})
export class DecideComplaint extends CommandBody {
  @Choice(complaintDecisions) decision!: ComplaintDecision;
  @Personal() @Text(5000) reason!: string;
  /** Who decided; who sends the command where it is left out. */
  @Optional() @Id() by?: string;
}

@CommandContract({
  summary: 'Plan a corrective action',
  example: { action: 'Lock the billing run while it works.', ownerId: 'carol', dueAt: '2099-04-01T00:00:00Z' },
})
export class PlanCorrectiveAction extends CommandBody {
  /** Unique in the case; derived from the command where it is left out. */
  @Optional() @Id() actionId?: string;
  @Personal() @Text(2000) action!: string;
  @Id() ownerId!: string;
  @Instant() dueAt!: string;
}

@CommandContract({
  summary: 'Complete a corrective action',
  example: { actionId: 'a1', outcome: 'The run is locked.' },
})
export class CompleteCorrectiveAction extends CommandBody {
  @Id() actionId!: string;
  @Optional() @Personal() @Text(2000) outcome?: string;
}

@CommandContract({
  summary: 'Record that a complaint went to a body outside',
  example: { body: 'Financial Ombudsman', ref: 'FO-77' },
})
export class ReferComplaint extends CommandBody {
  /** The ombudsman, regulator or court. */
  @Text(200) body!: string;
  /** The body's own reference. */
  @Optional() @Text(100) ref?: string;
}

export const complaintCommands = {
  AcknowledgeComplaint,
  InvestigateComplaint,
  OfferRedress,
  AcceptRedress,
  RefuseRedress,
  DecideComplaint,
  PlanCorrectiveAction,
  CompleteCorrectiveAction,
  ReferComplaint,
};
