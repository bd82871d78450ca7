import {
  CalendarDate,
  Currency,
  EventContract,
  Id,
  ListOf,
  Money,
  Nested,
  Optional,
  Quantity,
  Text,
  Whole,
} from '../contract/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** The price of one unit, for orders of at least `minQty`. */
export class PriceEntry {
  @Id() productId!: string;
  @Nested(() => Money) unitPrice!: Money;
  @Quantity() minQty!: number;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A version of a price book was published; it replaces the one before from its first day on.',
  example: {
    priceBookId: 'standard-usd',
    version: 1,
    name: 'Standard, US dollars',
    currency: 'USD',
    entries: [
      { productId: 'gtx-pro', unitPrice: usd('4821.00'), minQty: 1 },
      { productId: 'gtx-pro', unitPrice: usd('4500.00'), minQty: 10 },
    ],
    validFrom: '2026-01-01',
  },
})
export class PriceBookPublished {
  static readonly type = 'price-book.published';
  @Id() priceBookId!: string;
  @Whole(1) version!: number;
  @Text(200) name!: string;
  @Currency() currency!: string;
  @ListOf(() => PriceEntry, { min: 1, max: 5000 }) entries!: PriceEntry[];
  /** First day, in UTC. */
  @CalendarDate() validFrom!: string;
  /** Last day, in UTC; without it, until the next version. */
  @Optional() @CalendarDate() validTo?: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A price in a price book changes from a day on.',
  example: {
    priceBookId: 'standard-usd',
    version: 1,
    productId: 'gtx-pro',
    minQty: 1,
    old: usd('4821.00'),
    new: usd('4990.00'),
    effectiveFrom: '2026-07-01',
  },
})
export class PriceChanged {
  static readonly type = 'price-book.price-changed';
  @Id() priceBookId!: string;
  /** The version it changes. */
  @Whole(1) version!: number;
  @Id() productId!: string;
  @Quantity() minQty!: number;
  /** The price of the day before; left out where the product had none for this quantity. */
  @Optional() @Nested(() => Money) old?: Money;
  @Nested(() => Money) new!: Money;
  /** First day, in UTC. */
  @CalendarDate() effectiveFrom!: string;
}

export const priceBookEvents = { PriceBookPublished, PriceChanged };
