import type { PricedLine, SalesTotals } from '@touchstream/events';
import { minorOf } from '../money/index.js';

/** A line of a quote or an order. Amounts are integers in minor units of the document's currency. */
export interface LineDoc {
  readonly id: string;
  readonly productId: string;
  readonly sku: string | null;
  readonly name: string;
  readonly config: string | null;
  readonly qty: number;
  /** Of one unit, before any discount. */
  readonly listPrice: number;
  /** Of one unit. */
  readonly unitPrice: number;
  /** Percent. */
  readonly discountPct: number;
  /** Percent. */
  readonly taxPct: number;
  readonly list: number;
  readonly net: number;
  readonly tax: number;
}

/** What a quote or an order comes to, in minor units of its currency: net = list − discount, total = net + tax. */
export interface TotalsDoc {
  readonly list: number;
  readonly discount: number;
  readonly net: number;
  readonly tax: number;
  readonly total: number;
}

export const noTotals: TotalsDoc = { list: 0, discount: 0, net: 0, tax: 0, total: 0 };

export const lineDoc = (line: Readonly<PricedLine>): LineDoc => ({
  id: line.lineId,
  productId: line.productId,
  sku: line.sku ?? null,
  name: line.name,
  config: line.config ?? null,
  qty: line.qty,
  listPrice: minorOf(line.listPrice),
  unitPrice: minorOf(line.unitPrice),
  discountPct: line.discountPct,
  taxPct: line.taxPct,
  list: minorOf(line.list),
  net: minorOf(line.net),
  tax: minorOf(line.tax),
});

export const totalsDoc = ({ list, discount, net, tax, total }: Readonly<SalesTotals>): TotalsDoc => ({
  list: minorOf(list),
  discount: minorOf(discount),
  net: minorOf(net),
  tax: minorOf(tax),
  total: minorOf(total),
});

/** Products in the lines, each once. */
export const productsIn = (lines: readonly Pick<LineDoc, 'productId'>[]): readonly string[] => [
  ...new Set(lines.map(line => line.productId)),
];
