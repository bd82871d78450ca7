/** As many decimals as any currency's amounts have. */
const DECIMALS = 4;

function units(amount: string): bigint {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  return BigInt(sign + whole + decimals.padEnd(DECIMALS, '0'));
}

/** The exact sum of decimal amounts of one currency, with as many decimals as they have. */
export function sum(...amounts: readonly string[]): string {
  const total = amounts.reduce((before, amount) => before + units(amount), 0n);
  const decimals = Math.max(...amounts.map(amount => amount.split('.')[1]?.length ?? 0));
  const digits = String(total < 0n ? -total : total).padStart(DECIMALS + 1, '0');
  const [whole, rest] = [digits.slice(0, -DECIMALS), digits.slice(-DECIMALS).slice(0, decimals)];
  return `${total < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${rest}` : ''}`;
}

export const negative = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
