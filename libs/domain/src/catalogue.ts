import { call } from './call/index.js';
import { serviceCase } from './case/index.js';
import { contact } from './contact/index.js';
import { customer } from './customer/index.js';
import type { Aggregate } from './decider/index.js';
import { importBatch } from './import-batch/index.js';
import { interaction } from './interaction/index.js';
import { opportunity } from './opportunity/index.js';
import { order } from './order/index.js';
import { portfolio } from './portfolio/index.js';
import { priceBook } from './price-book/index.js';
import { product } from './product/index.js';
import { quote } from './quote/index.js';
import { salesProcess } from './sales-process/index.js';

/** Every aggregate. Adding one is adding a folder and a line here. */
export const aggregates = {
  call,
  customer,
  contact,
  interaction,
  portfolio,
  importBatch,
  serviceCase,
  salesProcess,
  opportunity,
  product,
  priceBook,
  quote,
  order,
} as const;

const byName = new Map<string, Aggregate>(
  Object.values(aggregates).map(one => [one.name, one as unknown as Aggregate]),
);

/** The aggregate of a stream's first part. */
export function aggregateNamed(name: string): Aggregate {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`no aggregate is named ${name}`);
  return found;
}
