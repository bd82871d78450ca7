import {
  CalendarDate,
  Choice,
  EventContract,
  Id,
  Money,
  Nested,
  Optional,
  Personal,
  Text,
  Whole,
} from '../contract/index.js';
import { lineExample, opportunityId, usd } from './examples.js';
import { forecastCategories, OpportunityLineData, type ForecastCategory } from './values.js';

@EventContract({
  version: 1,
  context: 'sales',
  description: 'What an opportunity is worth was estimated anew.',
  example: { opportunityId, old: usd('50000.00'), new: usd('54000.00'), reason: 'Two more pieces' },
})
export class OpportunityAmountRevised {
  static readonly type = 'opportunity.amount-revised';
  @Id() opportunityId!: string;
  @Nested(() => Money) old!: Money;
  @Nested(() => Money) new!: Money;
  @Personal() @Optional() @Text(500) reason?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The day an opportunity is expected to close changed.',
  example: { opportunityId, old: '2026-06-30', new: '2026-07-31', reason: 'Holidays' },
})
export class ExpectedCloseDateRevised {
  static readonly type = 'opportunity.close-date-revised';
  @Id() opportunityId!: string;
  @Optional() @CalendarDate() old?: string;
  @CalendarDate() new!: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The chance of winning was set by hand, until the next change of stage.',
  example: { opportunityId, old: 50, new: 70, reason: 'Verbal commitment', amount: usd('54000.00') },
})
export class ProbabilityOverridden {
  static readonly type = 'opportunity.probability-overridden';
  @Id() opportunityId!: string;
  @Whole(0, 100) old!: number;
  @Whole(0, 100) new!: number;
  @Personal() @Optional() @Text(500) reason?: string;
  /** What the deal is worth. */
  @Nested(() => Money) amount!: Money;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The owner says how far a forecast may count on an opportunity.',
  example: { opportunityId, from: 'pipeline', to: 'commit' },
})
export class ForecastCategorySet {
  static readonly type = 'opportunity.forecast-category-set';
  @Id() opportunityId!: string;
  @Choice(forecastCategories) from!: ForecastCategory;
  @Choice(forecastCategories) to!: ForecastCategory;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A product was added to an opportunity.',
  example: lineExample,
})
export class OpportunityLineAdded extends OpportunityLineData {
  static readonly type = 'opportunity.line-added';
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A product line of an opportunity changed; the fields are those after the change.',
  example: { ...lineExample, oldNet: usd('48210.00') },
})
export class OpportunityLineChanged extends OpportunityLineData {
  static readonly type = 'opportunity.line-changed';
  @Nested(() => Money) oldNet!: Money;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A product line was removed from an opportunity; the fields are those it had.',
  example: lineExample,
})
export class OpportunityLineRemoved extends OpportunityLineData {
  static readonly type = 'opportunity.line-removed';
}

export const opportunityTerms = {
  OpportunityAmountRevised,
  ExpectedCloseDateRevised,
  ProbabilityOverridden,
  ForecastCategorySet,
  OpportunityLineAdded,
  OpportunityLineChanged,
  OpportunityLineRemoved,
};
