import { Choice, EventContract, Id, Instant, Optional, Personal, Text, Whole } from '../contract/index.js';
import { customerTiers, deciders, relationshipModels, type CustomerTier, type RelationshipModel } from './values.js';

const customerId = '0197f000-0000-7000-8000-000000000001';

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer became part of another one, or stands alone again.',
  example: { customerId, parentId: '0197f000-0000-7000-8000-000000000002' },
})
export class ParentCustomerSet {
  static readonly type = 'customer.parent-set';
  @Id() customerId!: string;
  /** From parent to parent one may come back to this customer: only the first was looked at. */
  @Optional() @Id() parentId?: string;
  @Optional() @Id() formerParentId?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer rose to a higher tier or fell to a lower one.',
  example: { customerId, from: 'silver', to: 'gold', direction: 'up', by: 'manual', reason: 'Frame contract' },
})
export class CustomerTierChanged {
  static readonly type = 'customer.tier-changed';
  @Id() customerId!: string;
  /** Left out where the customer had no tier; any tier is up from there. */
  @Optional() @Choice(customerTiers) from?: CustomerTier;
  @Choice(customerTiers) to!: CustomerTier;
  @Choice(['up', 'down']) direction!: 'up' | 'down';
  @Choice(deciders) by!: (typeof deciders)[number];
  @Optional() @Id() ruleId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Somebody else looks after a customer from now on.',
  example: { customerId, from: 'ann', to: 'bob', teamId: 'team-north', reason: 'New territory' },
})
export class CustomerOwnerAssigned {
  static readonly type = 'customer.owner-assigned';
  @Id() customerId!: string;
  @Optional() @Id() from?: string;
  @Id() to!: string;
  @Optional() @Id() teamId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A prospect became an active customer.',
  example: { customerId, firstOrderId: '0197f000-0000-7000-8000-000000000003' },
})
export class CustomerActivated {
  static readonly type = 'customer.activated';
  @Id() customerId!: string;
  /** The order that did it; else the reason says why. */
  @Optional() @Id() firstOrderId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Nothing has been heard of a customer for too long.',
  example: { customerId, lastTouchAt: '2025-09-01T08:00:00.000Z', idleDays: 180, ruleId: 'idle-180' },
})
export class CustomerBecameDormant {
  static readonly type = 'customer.became-dormant';
  @Id() customerId!: string;
  /** Left out where there never was a touch. */
  @Optional() @Instant() lastTouchAt?: string;
  @Whole(1, 36_500) idleDays!: number;
  @Optional() @Id() ruleId?: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A dormant customer is in touch again.',
  example: { customerId, trigger: 'Visited our stand at the fair' },
})
export class CustomerReengaged {
  static readonly type = 'customer.reengaged';
  @Id() customerId!: string;
  @Personal() @Optional() @Text(500) trigger?: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer was lost.',
  example: {
    customerId,
    reason: 'Price',
    competitorId: 'contoso',
    lastOrderAt: '2025-03-01T08:00:00.000Z',
    detectedBy: 'manual',
  },
})
export class CustomerChurned {
  static readonly type = 'customer.churned';
  @Id() customerId!: string;
  @Personal() @Text(500) reason!: string;
  @Optional() @Id() competitorId?: string;
  @Optional() @Instant() lastOrderAt?: string;
  @Choice(deciders) detectedBy!: (typeof deciders)[number];
  @Optional() @Id() ruleId?: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A lost customer came back.',
  example: { customerId, trigger: 'Win-back offer', campaignId: 'spring-2026' },
})
export class CustomerWonBack {
  static readonly type = 'customer.won-back';
  @Id() customerId!: string;
  @Personal() @Text(500) trigger!: string;
  @Optional() @Id() campaignId?: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'It was decided how closely we work with a customer.',
  example: { customerId, from: 'reactive', model: 'proactive' },
})
export class RelationshipModelSet {
  static readonly type = 'customer.relationship-model-set';
  @Id() customerId!: string;
  @Optional() @Choice(relationshipModels) from?: RelationshipModel;
  @Choice(relationshipModels) model!: RelationshipModel;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer was put away: nothing new is taken on for it.',
  example: { customerId, reason: 'Company dissolved' },
})
export class CustomerArchived {
  static readonly type = 'customer.archived';
  @Id() customerId!: string;
  @Personal() @Text(500) reason!: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'An archived customer was taken out again.',
  example: { customerId, reason: 'Archived by mistake' },
})
export class CustomerRestored {
  static readonly type = 'customer.restored';
  @Id() customerId!: string;
  @Personal() @Text(500) reason!: string;
  /** When; missing in events from before it was recorded. */
  @Optional() @Instant() at?: string;
}

export const standingEvents = {
  ParentCustomerSet,
  CustomerTierChanged,
  CustomerOwnerAssigned,
  CustomerActivated,
  CustomerBecameDormant,
  CustomerReengaged,
  CustomerChurned,
  CustomerWonBack,
  RelationshipModelSet,
  CustomerArchived,
  CustomerRestored,
};
