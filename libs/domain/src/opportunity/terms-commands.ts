import {
  CalendarDate,
  Choice,
  forecastCategories,
  Id,
  Money,
  Nested,
  Optional,
  Percent,
  Quantity,
  Personal,
  Text,
  Whole,
  type ForecastCategory,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

@CommandContract({
  summary: 'Estimate anew what an opportunity is worth',
  example: { amount: usd('54000.00'), reason: 'Two more pieces' },
})
export class ReviseAmount extends CommandBody {
  @Nested(() => Money) amount!: Money;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({
  summary: 'Change the day an opportunity is expected to close',
  example: { expectedCloseDate: '2026-07-31', reason: 'Holidays' },
})
export class ReviseCloseDate extends CommandBody {
  @CalendarDate() expectedCloseDate!: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({
  summary: 'Set the chance of winning by hand, until the next change of stage',
  example: { probability: 70, reason: 'Verbal commitment' },
})
export class ReviseProbability extends CommandBody {
  /** Percent. */
  @Whole(0, 100) probability!: number;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({ summary: 'Say how far a forecast may count on an opportunity', example: { category: 'commit' } })
export class SetForecastCategory extends CommandBody {
  @Choice(forecastCategories) category!: ForecastCategory;
}

@CommandContract({
  summary: 'Add a product to an opportunity',
  example: {
    productId: '0197f000-0000-7000-8000-00000000000d',
    qty: 10,
    price: usd('4821.00'),
    discount: 5,
  },
})
export class AddOpportunityLine extends CommandBody {
  /** Derived from the command's id where it is left out. */
  @Optional() @Id() lineId?: string;
  @Id() productId!: string;
  @Quantity() qty!: number;
  /** Price of one unit, in the opportunity's currency. */
  @Nested(() => Money) price!: Money;
  /** Percent off the price; none where it is left out. */
  @Optional() @Percent() discount?: number;
}

@CommandContract({ summary: 'Change a product line of an opportunity', example: { lineId: 'line-1', qty: 12 } })
export class ChangeOpportunityLine extends CommandBody {
  @Id() lineId!: string;
  @Optional() @Quantity() qty?: number;
  @Optional() @Nested(() => Money) price?: Money;
  @Optional() @Percent() discount?: number;
}

@CommandContract({ summary: 'Remove a product line from an opportunity', example: { lineId: 'line-1' } })
export class RemoveOpportunityLine extends CommandBody {
  @Id() lineId!: string;
}

export const opportunityTermsCommands = {
  ReviseAmount,
  ReviseCloseDate,
  ReviseProbability,
  SetForecastCategory,
  AddOpportunityLine,
  ChangeOpportunityLine,
  RemoveOpportunityLine,
};
