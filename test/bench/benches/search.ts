import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { median, percentile } from '../framework/statistics.js';
import { customerIds } from '../history/history.js';
import { coinedHan, coinedWord } from '../history/names.js';
import { Reader } from '../load/reader.js';
import { startInstalled } from '../product/standalone.js';
import { Random } from '../../fixtures/random.js';

const sizes = {
  smoke: { customers: 500, searches: 20 },
  moderate: { customers: 20_000, searches: 500 },
  full: { customers: 100_000, searches: 2_000 },
};

/** What people type: the beginning of a name, two of them, a whole word, two Chinese characters, a number. */
const kinds: readonly ((random: Random) => string)[] = [
  random => coinedWord(random).slice(0, 3),
  random => `${coinedWord(random).slice(0, 4)} ${coinedWord(random).slice(0, 2)}`,
  random => coinedWord(random),
  random => `${coinedWord(random).slice(0, 3)} logistics`,
  random => coinedHan(random).slice(0, 2),
  random => `${coinedHan(random).slice(0, 2)}科技`,
  random => `C-${random.whole(1, 99)}`,
];

export const search: Bench = {
  name: 'search',
  figure: 'search p99 over customers, prefix and Chinese, in ms',
  bar: 20,
  direction: 'at most',
  async run(lab) {
    const { customers, searches } = lab.sized(sizes);
    const { port } = await startInstalled(lab, { events: customers, of: 'customers' });
    const reader = await Reader.open(lab, port);
    const random = new Random(11);
    const ids = customerIds(customers);
    const searching = async () => {
      const paths = Array.from({ length: searches }, () => {
        const text = random.pick(kinds)(random);
        return `/v1/customers?q=${encodeURIComponent(text)}`;
      });
      return percentile(await reader.times(paths), 0.99);
    };
    const getting = async () =>
      percentile(await reader.times(Array.from({ length: searches }, () => `/v1/customers/${random.pick(ids)}`)), 0.99);
    const measured = await alternate(lab, { ours: searching, base: getting });
    const ours = { values: measured.ours, unit: 'ms' };
    const notes = [
      `${customers} customers, a quarter with Chinese names; ${searches} searches a round, one after the other, pages of 50; the base is p99 of getting one customer by its id`,
    ];
    return { figure: median(ours.values), ours, base: { values: measured.base, unit: 'ms' }, notes };
  },
};
