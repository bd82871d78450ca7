import { derivedId, type Money } from '@touchstream/events';
import { ensure, refuse, type CommandMeta } from '../decider/index.js';
import { canonicalMoney } from '../money/index.js';
import { priceLine, unitPriceOf, type Line } from '../pricing/index.js';
import type { OrderedLine } from './course-commands.js';

type Ordered = Readonly<OrderedLine>;

/** The prices of a line in canonical form; the unit price follows from the net where that alone is given. */
function prices(line: Ordered, field: string) {
  const { net, listPrice, qty } = line;
  const unitPrice = line.unitPrice ?? (net === undefined ? undefined : unitPriceOf(net, qty));
  if (unitPrice === undefined)
    return refuse('no-price', 'a line needs its unit price or its net', `${field}/unitPrice`);
  ensure(
    net === undefined || (line.discountPct ?? 0) === 0,
    'discount-form',
    'a line sold as one amount has no discount apart',
    `${field}/discountPct`,
  );
  return {
    unitPrice,
    listPrice,
    net: net === undefined ? undefined : canonicalMoney(net),
  };
}

function ensureCurrency(line: Ordered, currency: string, field: string): void {
  for (const name of ['unitPrice', 'net', 'listPrice'] as const)
    ensure(
      line[name] === undefined || line[name].currency === currency,
      'currency-mismatch',
      `the currency of the order is ${currency}`,
      `${field}/${name}/currency`,
    );
}

/** The currency of the first price there is. */
export const currencyOf = (lines: readonly Ordered[]): string => {
  const price: Money | undefined = lines.map(line => line.unitPrice ?? line.net).find(one => one !== undefined);
  return price?.currency ?? refuse('no-price', 'a line needs its unit price or its net', '/lines/0/unitPrice');
};

/** The lines of a command, priced; each gets an id that follows from the command's where it has none. */
export function pricedLines(lines: readonly Ordered[], currency: string, { commandId }: CommandMeta): Line[] {
  const priced = lines.map((line, at) => {
    const field = `/lines/${at}`;
    ensureCurrency(line, currency, field);
    const { lineId = derivedId(commandId, `line-${at}`), productId, sku, name, config, qty, taxPct } = line;
    return priceLine(
      { lineId, productId, sku, name, config, qty, taxPct, discountPct: line.discountPct ?? 0, ...prices(line, field) },
      field,
    );
  });
  const repeated = priced.findIndex(({ lineId }, at) => priced.findIndex(other => other.lineId === lineId) !== at);
  ensure(repeated === -1, 'duplicate-line', 'the ids of lines must be unique', `/lines/${repeated}/lineId`);
  return priced;
}
