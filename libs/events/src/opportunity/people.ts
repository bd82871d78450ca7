import { Choice, EventContract, Id, IdList, Instant, ListOf, Optional, Personal, Text } from '../contract/index.js';
import { opportunityId } from './examples.js';
import { competitorStrengths, CreditShare, dealRoles, influences } from './values.js';

@EventContract({
  version: 1,
  context: 'sales',
  description: "A contact plays a part in the customer's decision; said again, the new part replaces the old.",
  example: { opportunityId, contactId: 'contact-7', role: 'decider', influence: 'high' },
})
export class StakeholderAdded {
  static readonly type = 'opportunity.stakeholder-added';
  @Id() opportunityId!: string;
  @Id() contactId!: string;
  @Choice(dealRoles) role!: (typeof dealRoles)[number];
  @Choice(influences) influence!: (typeof influences)[number];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A competitor is in the deal; said again, the new strength replaces the old.',
  example: { opportunityId, competitorId: 'acme', strength: 'strong' },
})
export class CompetitorAdded {
  static readonly type = 'opportunity.competitor-added';
  @Id() opportunityId!: string;
  @Id() competitorId!: string;
  @Choice(competitorStrengths) strength!: (typeof competitorStrengths)[number];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'People joined or left the team of an opportunity.',
  example: { opportunityId, added: ['bob'], removed: [] },
})
export class OpportunityTeamChanged {
  static readonly type = 'opportunity.team-changed';
  @Id() opportunityId!: string;
  @IdList({ max: 50 }) added!: string[];
  @IdList({ max: 50 }) removed!: string[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The credit for a deal was split; the split replaces the one before.',
  example: {
    opportunityId,
    splits: [
      { userId: 'ann', share: 0.6667 },
      { userId: 'bob', share: 0.3333 },
    ],
  },
})
export class CreditSplitSet {
  static readonly type = 'opportunity.credit-split-set';
  @Id() opportunityId!: string;
  @ListOf(() => CreditShare, { min: 1, max: 50 }) splits!: CreditShare[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'What is to be done next in an opportunity, and by when.',
  example: { opportunityId, text: 'Call about the trial', dueAt: '2026-03-08T09:00:00.000Z' },
})
export class NextStepSet {
  static readonly type = 'opportunity.next-step-set';
  @Id() opportunityId!: string;
  @Personal() @Text(500) text!: string;
  @Instant() dueAt!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An opportunity went to another owner.',
  example: { opportunityId, from: 'ann', to: 'bob', reason: 'Parental leave' },
})
export class OpportunityTransferred {
  static readonly type = 'opportunity.transferred';
  @Id() opportunityId!: string;
  @Id() from!: string;
  @Id() to!: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

export const opportunityPeople = {
  StakeholderAdded,
  CompetitorAdded,
  OpportunityTeamChanged,
  CreditSplitSet,
  NextStepSet,
  OpportunityTransferred,
};
