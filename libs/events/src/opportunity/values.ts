import {
  CalendarDate,
  Choice,
  Id,
  Instant,
  Money,
  Nested,
  Optional,
  Percent,
  Quantity,
  Share,
  Personal,
  Text,
  Whole,
} from '../contract/index.js';

export const stageDirections = ['forward', 'back', 'skip'] as const;
export const forecastCategories = ['omitted', 'pipeline', 'best', 'commit'] as const;
export type ForecastCategory = (typeof forecastCategories)[number];
export const dealRoles = ['user', 'buyer', 'influencer', 'decider', 'gatekeeper'] as const;
export const influences = ['low', 'medium', 'high'] as const;
export const competitorStrengths = ['weak', 'equal', 'strong'] as const;
export const closedStatuses = ['won', 'lost', 'abandoned'] as const;
export type ClosedStatus = (typeof closedStatuses)[number];

/** A product in an opportunity, as the seller expects it; the opportunity's amount is stated apart from its lines. */
export abstract class OpportunityLineData {
  @Id() opportunityId!: string;
  @Id() lineId!: string;
  @Id() productId!: string;
  @Text(200) name!: string;
  @Quantity() qty!: number;
  /** Price of one unit. */
  @Nested(() => Money) price!: Money;
  /** Discount on the price, percent. */
  @Percent() discount!: number;
  /** `price × qty × (1 − discount/100)`, rounded once, half away from zero. */
  @Nested(() => Money) net!: Money;
}

/** A person's part in the credit for a deal. */
export class CreditShare {
  @Id() userId!: string;
  /** Part of one; the shares of a deal sum to exactly 1. */
  @Share() share!: number;
}

/** A move of an opportunity between two stages of the process version it follows. */
export abstract class OpportunityMove {
  @Id() opportunityId!: string;
  @Id() ownerId!: string;
  @Id() pipelineId!: string;
  @Whole(1) pipelineVersion!: number;
  /** The stage it leaves. */
  @Id() from!: string;
  @Whole(0, 1000) fromOrder!: number;
  /** The probability in percent it had until now, as overridden or of its stage. */
  @Whole(0, 100) fromProbability!: number;
  /** The stage it enters. */
  @Id() to!: string;
  @Text(100) toName!: string;
  @Whole(0, 1000) toOrder!: number;
  /** The probability in percent it has from now on: that of the stage. */
  @Whole(0, 100) probability!: number;
  /** When it entered the stage: the business time of the move. */
  @Instant() enteredAt!: string;
  /** What the deal is worth after the move. */
  @Nested(() => Money) amount!: Money;
}

/** What is to be done next, and by when. */
export class NextStep {
  @Personal() @Text(500) text!: string;
  @Instant() dueAt!: string;
}

/** What a list of open opportunities shows of one besides its stage and amount. */
export class OpportunityHead {
  @Text(200) name!: string;
  /** When it was first opened. */
  @Instant() openedAt!: string;
  @Optional() @CalendarDate() expectedCloseDate?: string;
  @Choice(forecastCategories) forecastCategory!: ForecastCategory;
  @Optional() @Nested(() => NextStep) nextStep?: NextStep;
}

/** The end of an opportunity. */
export abstract class OpportunityClosing extends OpportunityMove {
  /** What the deal was worth until now. */
  @Nested(() => Money) oldAmount!: Money;
  /** When the opportunity was first opened. */
  @Instant() openedAt!: string;
}

/** A move into an open stage. */
export abstract class OpportunityEntry extends OpportunityMove {
  /** Days in the stage after which the deal counts as stalled. */
  @Optional() @Whole(1, 3650) rotAfterDays?: number;
}
