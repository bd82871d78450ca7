import { ValidateBy } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Currency } from './fields.js';

/** ISO 4217 minor units, where they are not 2 (list one of ISO 4217:2015, as amended to 2025). */
const MINOR_UNITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map(code => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map(code => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** How many decimals an amount in the currency has. */
export const minorUnits = (currency: string): number => MINOR_UNITS[currency] ?? 2;

const AMOUNT = /^(0|[1-9]\d{0,14})(\.(\d{1,4}))?$/;

/** Whether the decimal string is an exact amount of the currency, of at most 9,007,199,254,740,991 minor units and 15 digits before the point. */
export function isAmount(amount: unknown, currency: unknown): boolean {
  if (typeof amount !== 'string' || typeof currency !== 'string') return false;
  const match = AMOUNT.exec(amount);
  if (match === null) return false;
  const [, whole, , fraction = ''] = match;
  const digits = minorUnits(currency);
  return fraction.length <= digits && Number.isSafeInteger(Number(whole + fraction.padEnd(digits, '0')));
}

const Amount = (): PropertyDecorator =>
  ValidateBy({
    name: 'amount',
    validator: {
      validate: (value: unknown, args) => isAmount(value, (args?.object as Money | undefined)?.currency),
      defaultMessage: () => '$property must be a decimal string with no more decimals than the currency has',
    },
  });

/** An amount of money, not negative: a decimal string and an ISO 4217 code. Never a float. */
@JSONSchema({ money: true } as never)
export class Money {
  @Amount() amount!: string;
  @Currency() currency!: string;
}

/** The JSON Schema of `amount` alone; that its decimals fit the currency is the keyword `money` on the object. */
export const amountSchema = { type: 'string', pattern: AMOUNT.source };
