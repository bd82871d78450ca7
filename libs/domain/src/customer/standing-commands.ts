import {
  Choice,
  customerTiers,
  Id,
  Instant,
  Optional,
  Personal,
  relationshipModels,
  Text,
  Whole,
  type CustomerTier,
  type RelationshipModel,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Make the customer part of another one',
  example: { parentId: '0197f000-0000-7000-8000-000000000002' },
})
export class SetParentCustomer extends CommandBody {
  /** Left out where the customer is to stand alone. It must not be part of this one itself; a longer ring is not seen. */
  @Optional() @Id() parentId?: string;
}

@CommandContract({ summary: 'Move the customer to another tier', example: { tier: 'gold', reason: 'Frame contract' } })
export class ChangeTier extends CommandBody {
  @Choice(customerTiers) tier!: CustomerTier;
  /** The rule that decided; left out where a person did. */
  @Optional() @Id() ruleId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({ summary: 'Assign the customer to an owner', example: { ownerId: 'bob', reason: 'New territory' } })
export class AssignOwner extends CommandBody {
  @Id() ownerId!: string;
  @Optional() @Id() teamId?: string;
  /** Assign only where this one is the owner now. */
  @Optional() @Id() fromOwnerId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({ summary: 'Make the prospect an active customer', example: { reason: 'Signed the frame contract' } })
export class ActivateCustomer extends CommandBody {
  /** The order that was won: one of the customer's that is not cancelled. Else the reason must say why. */
  @Optional() @Id() firstOrderId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({
  summary: 'Mark that nothing was heard of the customer for too long',
  example: { lastTouchAt: '2025-09-01T08:00:00Z', idleDays: 180, ruleId: 'idle-180' },
})
export class MarkDormant extends CommandBody {
  @Optional() @Instant() lastTouchAt?: string;
  @Whole(1, 36_500) idleDays!: number;
  @Optional() @Id() ruleId?: string;
}

@CommandContract({
  summary: 'Mark that the dormant customer is in touch again',
  example: { trigger: 'Visited our stand at the fair' },
})
export class ReengageCustomer extends CommandBody {
  @Personal() @Optional() @Text(500) trigger?: string;
}

@CommandContract({
  summary: 'Mark the customer as lost',
  example: { reason: 'Price', competitorId: 'contoso', lastOrderAt: '2025-03-01T08:00:00Z' },
})
export class MarkChurned extends CommandBody {
  @Personal() @Text(500) reason!: string;
  @Optional() @Id() competitorId?: string;
  @Optional() @Instant() lastOrderAt?: string;
  /** The rule that found it out; left out where a person did. */
  @Optional() @Id() ruleId?: string;
}

@CommandContract({
  summary: 'Record that the lost customer came back',
  example: { trigger: 'Win-back offer', campaignId: 'spring-2026' },
})
export class WinBack extends CommandBody {
  @Personal() @Text(500) trigger!: string;
  @Optional() @Id() campaignId?: string;
}

@CommandContract({ summary: 'Set how closely we work with the customer', example: { model: 'proactive' } })
export class SetRelationshipModel extends CommandBody {
  @Choice(relationshipModels) model!: RelationshipModel;
}

@CommandContract({ summary: 'Put the customer away', example: { reason: 'Company dissolved' } })
export class ArchiveCustomer extends CommandBody {
  @Personal() @Text(500) reason!: string;
}

@CommandContract({ summary: 'Take the archived customer out again', example: { reason: 'Archived by mistake' } })
export class RestoreCustomer extends CommandBody {
  @Personal() @Text(500) reason!: string;
}

export const standingCommands = {
  SetParentCustomer,
  ChangeTier,
  AssignOwner,
  ActivateCustomer,
  MarkDormant,
  ReengageCustomer,
  MarkChurned,
  WinBack,
  SetRelationshipModel,
  ArchiveCustomer,
  RestoreCustomer,
};
