import {
  Choice,
  competitorStrengths,
  CreditShare,
  dealRoles,
  Id,
  IdList,
  influences,
  Instant,
  ListOf,
  Optional,
  Personal,
  Text,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: "Name a contact's part in the customer's decision",
  example: { contactId: '0197f000-0000-7000-8000-000000000002', role: 'decider', influence: 'high' },
})
export class AddStakeholder extends CommandBody {
  @Id() contactId!: string;
  @Choice(dealRoles) role!: (typeof dealRoles)[number];
  @Choice(influences) influence!: (typeof influences)[number];
}

@CommandContract({
  summary: 'Name a competitor in an opportunity',
  example: { competitorId: 'acme', strength: 'strong' },
})
export class AddCompetitor extends CommandBody {
  @Id() competitorId!: string;
  @Choice(competitorStrengths) strength!: (typeof competitorStrengths)[number];
}

@CommandContract({ summary: 'Change the team of an opportunity', example: { add: ['bob'], remove: ['carol'] } })
export class ChangeOpportunityTeam extends CommandBody {
  @Optional() @IdList({ max: 50 }) add?: string[];
  @Optional() @IdList({ max: 50 }) remove?: string[];
}

@CommandContract({
  summary: 'Split the credit for an opportunity',
  example: {
    splits: [
      { userId: 'ann', share: 0.6667 },
      { userId: 'bob', share: 0.3333 },
    ],
  },
})
export class SplitCredit extends CommandBody {
  /** The shares sum to exactly 1. */
  @ListOf(() => CreditShare, { min: 1, max: 50 }) splits!: CreditShare[];
}

@CommandContract({
  summary: 'Say what is to be done next in an opportunity',
  example: { text: 'Call about the trial', dueAt: '2026-03-08T09:00:00Z' },
})
export class SetNextStep extends CommandBody {
  @Personal() @Text(500) text!: string;
  @Instant() dueAt!: string;
}

@CommandContract({
  summary: 'Give an opportunity to another owner',
  example: { ownerId: 'bob', reason: 'Parental leave' },
})
export class TransferOpportunity extends CommandBody {
  @Id() ownerId!: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

export const opportunityPeopleCommands = {
  AddStakeholder,
  AddCompetitor,
  ChangeOpportunityTeam,
  SplitCredit,
  SetNextStep,
  TransferOpportunity,
};
