import type { Money as MoneyData, SalesTotals } from '@touchstream/events';
import { add, money, percentOf, subtract, sum, toWire, type Money } from '../money/index.js';
import { amountOf, pctParts, type Line } from './line.js';

/** What the lines come to. */
export function totalsOf(currency: string, lines: readonly Line[]): SalesTotals {
  const total = (of: (line: Line) => MoneyData) =>
    sum(
      currency,
      lines.map(line => money(of(line))),
    );
  const list = total(line => line.list);
  const net = total(line => line.net);
  const tax = total(line => line.tax);
  return {
    list: amountOf(list, '/lines'),
    discount: toWire(subtract(list, net)),
    net: toWire(net),
    tax: amountOf(tax, '/lines'),
    total: amountOf(add(net, tax), '/lines'),
  };
}

/**
 * Divides an amount in proportion to the weights so that the parts sum to exactly the amount (largest remainder method,
 * the earlier of equals first). No part exceeds its weight as long as the amount does not exceed their sum.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((a, b) => a + b, 0n);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map(weight => (amount * weight) / whole);
  const left = amount - parts.reduce((a, b) => a + b, 0n);
  const byRemainder = weights
    .map((weight, at) => ({ at, remainder: (amount * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder < b.remainder ? 1 : -1));
  for (const { at } of byRemainder.slice(0, Number(left))) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}

/** A discount on a whole document: a percentage of its net, or an amount off it. */
export type WholeDiscount = { readonly pct: number } | { readonly amount: MoneyData };

const discountAmount = (net: Money, discount: WholeDiscount): Money =>
  'pct' in discount ? percentOf(net, discount.pct) : money(discount.amount);

/**
 * Spreads a discount on the whole over the lines in proportion to their nets, and taxes what is left of each. An
 * amount above the net takes all of it.
 */
export function spread(currency: string, lines: readonly Line[], discount?: WholeDiscount): Line[] {
  if (discount === undefined) return [...lines];
  const nets = lines.map(line => money(line.net));
  const net = sum(currency, nets);
  const wanted = discountAmount(net, discount).minor;
  const parts = allocate(
    wanted > net.minor ? net.minor : wanted,
    nets.map(one => one.minor),
  );
  return lines.map((line, at) => {
    const left = { minor: money(line.net).minor - (parts[at] ?? 0n), currency };
    return { ...line, net: toWire(left), tax: toWire(percentOf(left, line.taxPct)) };
  });
}

/** The discount in percent of list, to two decimals; 0 where there is no list price. */
export function depthPct({ list, net }: Pick<SalesTotals, 'list' | 'net'>): number {
  const [whole, left] = [money(list).minor, money(net).minor];
  return whole === 0n ? 0 : Number(((whole - left) * 10_000n + whole / 2n) / whole) / 100;
}

/**
 * Whether the discount is more than `limitPct` of list. Rounding alone is no excess: each of the amounts that were
 * rounded may be half a minor unit off.
 */
export function exceeds(
  { list, net }: Pick<SalesTotals, 'list' | 'net'>,
  limitPct: number,
  roundings: number,
): boolean {
  const [whole, left] = [money(list).minor, money(net).minor];
  return 2n * ((whole - left) * 10_000n - whole * pctParts(limitPct)) > BigInt(roundings) * 10_000n;
}
