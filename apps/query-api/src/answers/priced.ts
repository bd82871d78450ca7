import { answer } from '@touchstream/platform';
import type { LineDoc, TotalsDoc } from '@touchstream/views';
import { withMoney } from './money.js';

const { money, number, nullable, object, text } = answer;

/** A priced line as answered. */
export const lineAnswer = <L extends LineDoc>(line: L, currency: string) =>
  withMoney(line, currency, 'listPrice', 'unitPrice', 'list', 'net', 'tax');

export const lineProperties = {
  id: text(),
  productId: text(),
  sku: nullable(text()),
  name: text(),
  config: nullable(text()),
  qty: number(),
  listPrice: money('Of one unit, before any discount.'),
  unitPrice: money('Of one unit.'),
  discountPct: number('Percent.'),
  taxPct: number('Percent.'),
  list: money(),
  net: money(),
  tax: money(),
};
export const lineSchema = object(lineProperties);

/** What a quote or an order comes to, as answered. */
export const totalsAnswer = (totals: TotalsDoc, currency: string) =>
  withMoney(totals, currency, 'list', 'discount', 'net', 'tax', 'total');

export const totalsSchema = object({
  list: money(),
  discount: money(),
  net: money('list − discount'),
  tax: money(),
  total: money('net + tax'),
});
