import { minorUnits, type Money } from '@touchstream/events';

/**
 * Money inside documents: integers of the currency's minor units (cents), so that a store can compare and add them.
 * JSON has one kind of number, so everything is held within ±(2^53 − 1); what is beyond it is refused, never rounded.
 */
export interface Amount {
  /** Integer, in minor units of the currency. */
  readonly minor: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** A sum of however many amounts, which no number may hold: an integer of minor units, in decimal digits. */
export type Sum = string;
export const NO_SUM: Sum = '0';
/** The sum with an amount added, or taken away where it is negative. */
export const increased = (sum: Sum, minor: number): Sum => String(BigInt(sum) + BigInt(minor));

/** An integer that a double holds exactly, or a RangeError. */
function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError('an amount is beyond ±(2^53 − 1) minor units');
  return value;
}

/** The minor units of a wire amount (a decimal string): `12.5` USD is 1250. */
export function minorOf({ amount, currency }: Money): number {
  const [whole = '', fraction = ''] = amount.split('.');
  const digits = minorUnits(currency);
  if (fraction.length > digits) throw new RangeError(`an amount has more decimals than ${currency} has`);
  return exact(Number(whole + fraction.padEnd(digits, '0')));
}

/** A wire amount as an integer with its currency. */
export const amountOf = (money: Money): Amount => ({ minor: minorOf(money), currency: money.currency });

/** The sum, exact. */
export const plus = (a: number, b: number): number => exact(a + b);
