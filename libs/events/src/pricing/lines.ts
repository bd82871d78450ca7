import { Id, Money, Nested, Optional, Percent, Personal, Quantity, Text } from '../contract/index.js';

/**
 * A priced line of a quote or an order. `net` is `unitPrice × qty × (1 − discountPct/100)`, rounded once, half away
 * from zero, unless the line was agreed as one amount; `tax` is `taxPct` of `net`, rounded likewise.
 */
export class PricedLine {
  @Id() lineId!: string;
  @Id() productId!: string;
  @Optional() @Text(100) sku?: string;
  @Text(200) name!: string;
  /** How the product is configured, in the seller's own words. */
  @Personal() @Optional() @Text(2000) config?: string;
  @Quantity() qty!: number;
  /** The price before any discount: that of the price book, or the unit price where that is higher or the only one. */
  @Nested(() => Money) listPrice!: Money;
  @Nested(() => Money) unitPrice!: Money;
  /** Discount on the unit price, percent. */
  @Percent() discountPct!: number;
  /** Tax rate, percent. */
  @Percent() taxPct!: number;
  /** `listPrice × qty`, never below `net`. */
  @Nested(() => Money) list!: Money;
  @Nested(() => Money) net!: Money;
  @Nested(() => Money) tax!: Money;
}

/** What a quote or an order comes to; all in its one currency. */
export class SalesTotals {
  /** Sum of the lines at list price. */
  @Nested(() => Money) list!: Money;
  /** `list − net`. */
  @Nested(() => Money) discount!: Money;
  @Nested(() => Money) net!: Money;
  @Nested(() => Money) tax!: Money;
  /** `net + tax`. */
  @Nested(() => Money) total!: Money;
}
