import { minorUnits, type Money as MoneyData } from '@touchstream/events';
import { refuse } from '../decider/index.js';

/** An exact amount: an integer count of the currency's minor units (cents). Never a fraction. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** A double holds so many digits exactly, and is made of them several times as fast. */
const EXACT_DIGITS = 15;
const integer = (digits: string): bigint => BigInt(digits.length <= EXACT_DIGITS ? Number(digits) : digits);

/** From the wire's decimal string; the contract has checked its form. */
export function money({ amount, currency }: MoneyData): Money {
  const digits = minorUnits(currency);
  const point = amount.indexOf('.');
  const whole = point === -1 ? amount : amount.slice(0, point);
  const fraction = point === -1 ? '' : amount.slice(point + 1);
  return { minor: integer(whole + fraction.padEnd(digits, '0')), currency };
}

/** To the wire: always with all the decimals that the currency has. Negative amounts get a leading `-`. */
export function toWire({ minor, currency }: Money): MoneyData {
  const digits = minorUnits(currency);
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return { amount: minor < 0n ? `-${amount}` : amount, currency };
}

/** Brings a wire amount to its canonical form (`12.5` USD is `12.50` USD). */
export const canonicalMoney = (value: MoneyData): MoneyData => toWire(money(value));

export const zero = (currency: string): Money => ({ minor: 0n, currency });

/** Refuses to mix currencies: there is no rate here. */
export function ensureSameCurrency(a: Money, b: Money, field?: string): void {
  if (a.currency !== b.currency)
    refuse('currency-mismatch', `the currency must be ${a.currency}, not ${b.currency}`, field);
}

export function add(a: Money, b: Money): Money {
  ensureSameCurrency(a, b);
  return { minor: a.minor + b.minor, currency: a.currency };
}
export function subtract(a: Money, b: Money): Money {
  ensureSameCurrency(a, b);
  return { minor: a.minor - b.minor, currency: a.currency };
}
export const sum = (currency: string, values: readonly Money[]): Money => values.reduce(add, zero(currency));

/** n ÷ d, rounded half away from zero: the rounding of commercial arithmetic (DIN 1333). */
export function divideRounded(n: bigint, d: bigint): bigint {
  const half = n < 0n ? -(d / 2n) : d / 2n;
  return (n + half) / d;
}

/** Price × quantity; the quantity has at most three decimals. */
export const times = (price: Money, quantity: number): Money => ({
  minor: divideRounded(price.minor * BigInt(Math.round(quantity * 1000)), 1000n),
  currency: price.currency,
});

/** `percent` of the amount; the percentage has at most two decimals. */
export const percentOf = (amount: Money, percent: number): Money => ({
  minor: divideRounded(amount.minor * BigInt(Math.round(percent * 100)), 10_000n),
  currency: amount.currency,
});
