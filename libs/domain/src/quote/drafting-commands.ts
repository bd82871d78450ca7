import {
  CalendarDate,
  Currency,
  Id,
  Money,
  Nested,
  Optional,
  Percent,
  Personal,
  Quantity,
  Text,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const id = (last: string) => `0197f000-0000-7000-8000-00000000000${last}`;

@CommandContract({
  summary: 'Draft a quote',
  example: {
    customerId: id('1'),
    opportunityId: id('a'),
    priceBookId: 'standard-usd',
    validUntil: '2026-04-30',
    terms: '30 days net',
  },
})
export class DraftQuote extends CommandBody {
  @Id() customerId!: string;
  /** An open opportunity of the customer, in the same currency. */
  @Optional() @Id() opportunityId?: string;
  /** Unique; derived from the quote's id where it is left out. */
  @Optional() @Text(100) number?: string;
  @Optional() @Text(200) name?: string;
  /** Where list prices come from: its version of that day. Without it each line states its own price. */
  @Optional() @Id() priceBookId?: string;
  /** That of the price book where it is left out. */
  @Optional() @Currency() currency?: string;
  /** Last day, in UTC, on which it can be accepted. */
  @CalendarDate() validUntil!: string;
  @Personal() @Optional() @Text(5000) terms?: string;
  /** Who owns it; who sends the command where it is left out. */
  @Optional() @Id() ownerId?: string;
}

@CommandContract({
  summary: 'Add a line to a quote',
  example: { productId: id('d'), qty: 2, unitPrice: usd('4821.00'), discountPct: 10, taxPct: 8.25 },
})
export class AddQuoteLine extends CommandBody {
  /** Derived from the command's id where it is left out. */
  @Optional() @Id() lineId?: string;
  @Id() productId!: string;
  /** How the product is configured. */
  @Personal() @Optional() @Text(2000) config?: string;
  @Quantity() qty!: number;
  /** That of the price book where it is left out. */
  @Optional() @Nested(() => Money) unitPrice?: Money;
  /** Percent off the unit price; none where it is left out. */
  @Optional() @Percent() discountPct?: number;
  /** Tax rate, percent. */
  @Percent() taxPct!: number;
}

@CommandContract({ summary: 'Change a line of a quote', example: { lineId: 'line-1', qty: 3 } })
export class ChangeQuoteLine extends CommandBody {
  @Id() lineId!: string;
  @Personal() @Optional() @Text(2000) config?: string;
  /** Where the price is that of the price book, it becomes that for the new quantity. */
  @Optional() @Quantity() qty?: number;
  @Optional() @Nested(() => Money) unitPrice?: Money;
  @Optional() @Percent() discountPct?: number;
  @Optional() @Percent() taxPct?: number;
}

@CommandContract({ summary: 'Remove a line from a quote', example: { lineId: 'line-1' } })
export class RemoveQuoteLine extends CommandBody {
  @Id() lineId!: string;
}

@CommandContract({
  summary: 'Give a discount on a line or on the whole of a quote',
  example: { lineId: 'line-1', pct: 10, reason: 'Frame contract' },
})
export class ApplyDiscount extends CommandBody {
  /** The line it is given on; on the whole quote where it is left out. */
  @Optional() @Id() lineId?: string;
  /** Percent; either this or `amount`. 0 takes the discount back. */
  @Optional() @Percent() pct?: number;
  /** An amount off the net of the whole quote. */
  @Optional() @Nested(() => Money) amount?: Money;
  @Personal() @Optional() @Text(500) reason?: string;
}

@CommandContract({
  summary: 'Open the next version of a quote to changes',
  example: { validUntil: '2026-05-31', reason: 'More pieces' },
})
export class ReviseQuote extends CommandBody {
  /** As before where it is left out. */
  @Optional() @CalendarDate() validUntil?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

export const quoteDraftingCommands = {
  DraftQuote,
  AddQuoteLine,
  ChangeQuoteLine,
  RemoveQuoteLine,
  ApplyDiscount,
  ReviseQuote,
};
