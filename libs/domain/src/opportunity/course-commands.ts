import {
  CalendarDate,
  Choice,
  forecastCategories,
  Id,
  Money,
  Nested,
  Optional,
  Personal,
  Text,
  TextList,
  type ForecastCategory,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const id = (last: string) => `0197f000-0000-7000-8000-00000000000${last}`;

@CommandContract({
  summary: 'Open an opportunity',
  example: {
    customerId: id('1'),
    name: '10 GTX Pro for the Lyon plant',
    pipelineId: 'default',
    stageId: 'qualification',
    amount: usd('50000.00'),
    expectedCloseDate: '2026-06-30',
    ownerId: 'ann',
    leadSource: 'Trade fair',
  },
})
export class OpenOpportunity extends CommandBody {
  @Id() customerId!: string;
  @Text(200) name!: string;
  /** The sales process it follows, in its newest version for good; `default` where it is left out. */
  @Optional() @Id() pipelineId?: string;
  /** An open stage of the process; the first where it is left out. */
  @Optional() @Id() stageId?: string;
  /** What the deal is worth; 0 where nobody knows yet. Its currency is the opportunity's for good. */
  @Nested(() => Money) amount!: Money;
  @Optional() @CalendarDate() expectedCloseDate?: string;
  /** Who owns it; who sends the command where it is left out. */
  @Optional() @Id() ownerId?: string;
  /** How far a forecast may count on it; `pipeline` where it is left out. */
  @Optional() @Choice(forecastCategories) forecastCategory?: ForecastCategory;
  /** Where the chance came from. */
  @Optional() @Text(100) leadSource?: string;
  @Optional() @Id() leadId?: string;
  @Optional() @Id() partnerId?: string;
}

@CommandContract({
  summary: 'Move an opportunity to another open stage',
  example: { stageId: 'proposal', evidence: ['Budget confirmed'] },
})
export class ChangeOpportunityStage extends CommandBody {
  /** An open stage of the process version it follows; a retired one stands for its replacement. */
  @Id() stageId!: string;
  /** What shows that the exit criteria were met. */
  @Personal() @Optional() @TextList(500, { max: 20 }) evidence?: string[];
}

@CommandContract({ summary: 'Mark an opportunity as stalled in its stage', example: { ruleId: 'rot' } })
export class MarkOpportunityStalled extends CommandBody {
  /** The rule that found it. */
  @Id() ruleId!: string;
}

@CommandContract({
  summary: 'Win an opportunity',
  example: { amount: usd('51000.00'), reasons: ['Delivery time'] },
})
export class WinOpportunity extends CommandBody {
  /** What was sold in the end; the amount as it stands where it is left out. */
  @Optional() @Nested(() => Money) amount?: Money;
  /** The order it came to: one of the same customer that is not cancelled. */
  @Optional() @Id() orderId?: string;
  /** The quote that won it: one of the same customer, not of another opportunity, not rejected, expired or withdrawn. */
  @Optional() @Id() quoteId?: string;
  @Optional() @TextList(200, { max: 20 }) reasons?: string[];
}

@CommandContract({ summary: 'Lose an opportunity', example: { reason: 'Price', competitorId: 'acme' } })
export class LoseOpportunity extends CommandBody {
  @Text(200) reason!: string;
  @Optional() @Id() competitorId?: string;
  @Personal() @Optional() @Text(2000) note?: string;
}

@CommandContract({ summary: 'Give up an opportunity', example: { reason: 'No answer for half a year' } })
export class AbandonOpportunity extends CommandBody {
  @Optional() @Text(200) reason?: string;
}

@CommandContract({ summary: 'Reopen a closed opportunity', example: { reason: 'New budget', stageId: 'proposal' } })
export class ReopenOpportunity extends CommandBody {
  @Text(200) reason!: string;
  /** An open stage; the last one it stood in where it is left out. */
  @Optional() @Id() stageId?: string;
}

export const opportunityCourseCommands = {
  OpenOpportunity,
  ChangeOpportunityStage,
  MarkOpportunityStalled,
  WinOpportunity,
  LoseOpportunity,
  AbandonOpportunity,
  ReopenOpportunity,
};
