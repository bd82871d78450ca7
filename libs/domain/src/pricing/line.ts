import { isAmount, type Money as MoneyData, type PricedLine } from '@touchstream/events';
import { ensure } from '../decider/index.js';
import { divideRounded, money, percentOf, times, toWire, type Money } from '../money/index.js';

/** A quantity has at most three decimals, a percentage two: both are exact integers of these parts. */
const QTY_PARTS = 1_000n;
const PCT_PARTS = 10_000n;
const qtyParts = (qty: number) => BigInt(Math.round(qty * 1_000));
/** A percentage in hundredths of a percent. */
export const pctParts = (pct: number): bigint => BigInt(Math.round(pct * 100));

/** To the wire; refuses what is more than an amount can hold. */
export function amountOf(value: Money, field?: string): MoneyData {
  const wire = toWire(value);
  ensure(isAmount(wire.amount, wire.currency), 'amount-out-of-range', 'the amount is too large', field);
  return wire;
}

/** `unitPrice × qty × (1 − discountPct/100)`, rounded once, half away from zero. */
export const lineNet = (unitPrice: Money, qty: number, discountPct: number): Money => ({
  minor: divideRounded(unitPrice.minor * qtyParts(qty) * (PCT_PARTS - pctParts(discountPct)), QTY_PARTS * PCT_PARTS),
  currency: unitPrice.currency,
});

/** A priced line, as decisions hold it. */
export type Line = Readonly<PricedLine>;

/** What a line is priced by. */
export interface LineTerms extends Pick<Line, 'lineId' | 'productId' | 'sku' | 'name' | 'config' | 'qty'> {
  /** Price before any discount, where there is one apart from the unit price. */
  readonly listPrice?: MoneyData | undefined;
  readonly unitPrice: MoneyData;
  readonly discountPct: number;
  readonly taxPct: number;
  /** The net of the whole line where it was agreed as one amount; the discount is then what it makes it. */
  readonly net?: MoneyData | undefined;
}

/** Prices a line. A list price below what is charged is no discount's base, so it is raised to that. */
export function priceLine(line: LineTerms, field?: string): Line {
  const { net: agreed, listPrice: told, unitPrice: asked, sku, config, ...terms } = line;
  const unitPrice = money(asked);
  const given = told === undefined ? unitPrice : money(told);
  const listPrice = given.minor < unitPrice.minor ? unitPrice : given;
  const net = agreed === undefined ? lineNet(unitPrice, terms.qty, terms.discountPct) : money(agreed);
  const list = times(listPrice, terms.qty);
  return {
    listPrice: amountOf(listPrice, field),
    unitPrice: amountOf(unitPrice, field),
    list: amountOf(list.minor < net.minor ? net : list, field),
    net: amountOf(net, field),
    tax: amountOf(percentOf(net, terms.taxPct), field),
    ...terms,
    // Left out rather than undefined, so that a line equals the one read back.
    ...(sku === undefined ? {} : { sku }),
    ...(config === undefined ? {} : { config }),
  };
}

/** The unit price of a line that was agreed as one amount: the amount by the quantity, rounded. */
export const unitPriceOf = (net: MoneyData, qty: number): MoneyData => {
  const { minor, currency } = money(net);
  return toWire({ minor: divideRounded(minor * QTY_PARTS, qtyParts(qty)), currency });
};
