import { toWire } from '@touchstream/domain';
import type { Money } from '@touchstream/events';
import type { Amount, Sum } from '@touchstream/views';

/** Minor units of a currency as answered: a decimal string with its currency. */
export const moneyOf = (minor: number | bigint | Sum, currency: string): Money =>
  toWire({ minor: BigInt(minor), currency });
/** The same where there may be none. */
export const moneyOrNull = (minor: number | Sum | null, currency: string): Money | null =>
  minor === null ? null : moneyOf(minor, currency);
/** An amount of a document as answered. */
export const amountAnswer = (amount: Amount | null): Money | null =>
  amount === null ? null : moneyOf(amount.minor, amount.currency);
/** An object with some of its fields, minor units of one currency, as money. */
export const withMoney = <T extends object, K extends keyof T>(value: T, currency: string, ...fields: readonly K[]) =>
  ({
    ...value,
    ...Object.fromEntries(fields.map(field => [field, moneyOrNull(value[field] as number | Sum | null, currency)])),
  }) as Omit<T, K> & { [F in K]: Money | null };
