import {
  CalendarDate,
  Choice,
  EventContract,
  Id,
  Instant,
  Money,
  Nested,
  Optional,
  Personal,
  Text,
  TextList,
  Whole,
} from '../contract/index.js';
import { closingExample, entryExample, headExample, opportunityId, usd } from './examples.js';
import {
  closedStatuses,
  forecastCategories,
  OpportunityClosing,
  OpportunityEntry,
  OpportunityHead,
  stageDirections,
  type ClosedStatus,
  type ForecastCategory,
} from './values.js';

@EventContract({
  version: 1,
  context: 'sales',
  description:
    'A chance of business with a customer was opened; it follows this version of the sales process to its end.',
  example: {
    opportunityId,
    customerId: 'c-1001',
    name: '10 GTX Pro for the Lyon plant',
    pipelineId: 'default',
    pipelineVersion: 1,
    stageId: 'qualification',
    stageName: 'Qualification',
    stageOrder: 1,
    probability: 10,
    rotAfterDays: 30,
    forecastCategory: 'pipeline',
    amount: usd('50000.00'),
    expectedCloseDate: '2026-06-30',
    ownerId: 'ann',
    openedAt: '2026-02-01T10:00:00.000Z',
    leadSource: 'Trade fair',
  },
})
export class OpportunityOpened {
  static readonly type = 'opportunity.opened';
  @Id() opportunityId!: string;
  @Id() customerId!: string;
  @Text(200) name!: string;
  @Id() pipelineId!: string;
  @Whole(1) pipelineVersion!: number;
  @Id() stageId!: string;
  @Text(100) stageName!: string;
  @Whole(0, 1000) stageOrder!: number;
  /** Chance of winning in percent. */
  @Whole(0, 100) probability!: number;
  /** Days in the stage after which the deal counts as stalled. */
  @Optional() @Whole(1, 3650) rotAfterDays?: number;
  @Choice(forecastCategories) forecastCategory!: ForecastCategory;
  /** What the deal is worth; 0 where nobody knows yet. Its currency is the opportunity's for good. */
  @Nested(() => Money) amount!: Money;
  @Optional() @CalendarDate() expectedCloseDate?: string;
  @Id() ownerId!: string;
  /** When it was opened and entered its stage: the business time of the event. */
  @Instant() openedAt!: string;
  /** Where the chance came from. */
  @Optional() @Text(100) leadSource?: string;
  @Optional() @Id() leadId?: string;
  @Optional() @Id() partnerId?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An opportunity went from one open stage to another.',
  example: { ...entryExample, direction: 'skip', evidence: ['Budget confirmed'] },
})
export class OpportunityStageChanged extends OpportunityEntry {
  static readonly type = 'opportunity.stage-changed';
  /** `forward` to the next open stage, `skip` over at least one, `back` to an earlier one. */
  @Choice(stageDirections) direction!: (typeof stageDirections)[number];
  /** What shows that the exit criteria of the stage were met. */
  @Personal() @TextList(500, { max: 20 }) evidence!: string[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An opportunity stands in its stage for longer than that stage allows.',
  example: { opportunityId, stageId: 'proposal', days: 21, ruleId: 'rot', since: '2026-03-01T10:00:00.000Z' },
})
export class OpportunityStalled {
  static readonly type = 'opportunity.stalled';
  @Id() opportunityId!: string;
  @Id() stageId!: string;
  /** Whole days in the stage. */
  @Whole(0) days!: number;
  /** The rule that found it. */
  @Id() ruleId!: string;
  /** When it entered the stage. */
  @Instant() since!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An opportunity was won.',
  example: {
    ...closingExample,
    to: 'won',
    toName: 'Won',
    toOrder: 9,
    probability: 100,
    amount: usd('51000.00'),
    orderId: 'o-1',
    quoteId: 'q-1',
    reasons: ['Delivery time'],
  },
})
export class OpportunityWon extends OpportunityClosing {
  static readonly type = 'opportunity.won';
  @Optional() @Id() orderId?: string;
  @Optional() @Id() quoteId?: string;
  @TextList(200, { max: 20 }) reasons!: string[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An opportunity was lost.',
  example: {
    ...closingExample,
    to: 'lost',
    toName: 'Lost',
    toOrder: 10,
    probability: 0,
    amount: usd('54000.00'),
    reason: 'Price',
    competitorId: 'acme',
  },
})
export class OpportunityLost extends OpportunityClosing {
  static readonly type = 'opportunity.lost';
  @Text(200) reason!: string;
  @Optional() @Id() competitorId?: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'An opportunity was given up by us; it counts as lost.',
  example: {
    ...closingExample,
    to: 'lost',
    toName: 'Lost',
    toOrder: 10,
    probability: 0,
    amount: usd('54000.00'),
    reason: 'No answer for half a year',
  },
})
export class OpportunityAbandoned extends OpportunityClosing {
  static readonly type = 'opportunity.abandoned';
  @Optional() @Text(200) reason?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A closed opportunity is open again.',
  example: {
    ...entryExample,
    from: 'lost',
    fromOrder: 10,
    fromProbability: 0,
    closedAs: 'lost',
    reason: 'New budget',
    opportunity: headExample,
  },
})
export class OpportunityReopened extends OpportunityEntry {
  static readonly type = 'opportunity.reopened';
  @Choice(closedStatuses) closedAs!: ClosedStatus;
  @Text(200) reason!: string;
  /** Whoever lists open opportunities has let it go since it was closed. */
  @Nested(() => OpportunityHead) opportunity!: OpportunityHead;
}

export const opportunityCourse = {
  OpportunityOpened,
  OpportunityStageChanged,
  OpportunityStalled,
  OpportunityWon,
  OpportunityLost,
  OpportunityAbandoned,
  OpportunityReopened,
};
