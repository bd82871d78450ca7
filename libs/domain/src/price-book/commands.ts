import {
  CalendarDate,
  Currency,
  Id,
  ListOf,
  Money,
  Nested,
  Optional,
  PriceEntry,
  Quantity,
  Text,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

@CommandContract({
  summary: 'Publish a version of a price book',
  example: {
    priceBookId: 'standard-usd',
    name: 'Standard, US dollars',
    currency: 'USD',
    entries: [
      { productId: '0197f000-0000-7000-8000-00000000000d', unitPrice: usd('4821.00'), minQty: 1 },
      { productId: '0197f000-0000-7000-8000-00000000000d', unitPrice: usd('4500.00'), minQty: 10 },
    ],
    validFrom: '2026-01-01',
  },
})
export class PublishPriceBook extends CommandBody {
  /** Names the price book; publishing the same one again makes its next version. */
  @Id() priceBookId!: string;
  @Text(200) name!: string;
  /** The same for all versions. */
  @Currency() currency!: string;
  @ListOf(() => PriceEntry, { min: 1, max: 5000 }) entries!: PriceEntry[];
  /** First day, in UTC; the day of publication where it is left out. */
  @Optional() @CalendarDate() validFrom?: string;
  /** Last day, in UTC; without it, until the next version. */
  @Optional() @CalendarDate() validTo?: string;
}

@CommandContract({
  summary: 'Change a price from a day on',
  example: {
    productId: '0197f000-0000-7000-8000-00000000000d',
    minQty: 1,
    unitPrice: usd('4990.00'),
    effectiveFrom: '2026-07-01',
  },
})
export class ChangePrice extends CommandBody {
  @Id() productId!: string;
  /** The quantity from which the price holds. */
  @Quantity() minQty!: number;
  @Nested(() => Money) unitPrice!: Money;
  /** First day, in UTC; the day of the change where it is left out. */
  @Optional() @CalendarDate() effectiveFrom?: string;
}

export const priceBookCommands = { PublishPriceBook, ChangePrice };
