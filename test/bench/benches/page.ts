import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { median, ratio } from '../framework/statistics.js';
import { BUSIEST } from '../history/history.js';
import { Reader } from '../load/reader.js';
import { startInstalled } from '../product/standalone.js';

const sizes = {
  smoke: { events: 500, times: 5 },
  moderate: { events: 40_000, times: 200 },
  full: { events: 1_000_000, times: 500 },
};
const PAGE = 1_000;
const LIMIT = 50;
const timeline = `/v1/customers/${BUSIEST}/timeline`;

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

const pagePath = (limit: number, after: string | null) =>
  `${timeline}?limit=${limit}${after === null ? '' : `&after=${after}`}`;

/** The cursors of pages: the first has none. */
async function cursors(reader: Reader, limit: number): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [null];
  while (found.length < PAGE) {
    const { next } = await reader.json<Page>(pagePath(limit, found.at(-1)!));
    if (next === null) break;
    found.push(next);
  }
  return found;
}

async function entries(reader: Reader): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ;) {
    const page: Page = await reader.json<Page>(pagePath(200, after));
    count += page.items.length;
    if (page.next === null) return count;
    after = page.next;
  }
}

export const page: Bench = {
  name: 'page',
  figure: `time for page ${PAGE.toLocaleString('en-US')} of a customer's timeline ÷ page 1`,
  bar: 1.2,
  direction: 'at most',
  async run(lab) {
    const { events, times } = lab.sized(sizes);
    const { port } = await startInstalled(lab, { events, of: 'everything' });
    const reader = await Reader.open(lab, port);
    const all = await entries(reader);
    const limit = Math.max(1, Math.min(LIMIT, Math.floor(all / PAGE)));
    const pages = await cursors(reader, limit);
    const reading = (after: string | null) => async () =>
      median(await reader.times(Array.from({ length: times }, () => pagePath(limit, after))));
    const measured = await alternate(lab, { ours: reading(pages.at(-1)!), base: reading(null) });
    const ours = { values: measured.ours, unit: 'ms' };
    const base = { values: measured.base, unit: 'ms' };
    const notes = [
      `page ${pages.length} ÷ page 1, ${limit} entries each, of a customer with ${all} entries among ${events}; through HTTP, the median of ${times} reads a round`,
    ];
    return { figure: ratio(ours, base), ours, base, notes };
  },
};
