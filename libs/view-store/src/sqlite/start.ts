import type { Documents } from './documents.js';
import { byId, isAmong, sql, where, type Probe, type Sql } from './sql.js';

/** Documents to look at: those an index leads to, with the conditions that it does not answer. */
export interface Start {
  readonly source: Sql;
  readonly filters: readonly Sql[];
}

/** A walk along an index, all conditions on fields included. */
export interface Walk extends Start {
  /** Whether the index leads to less than all documents. */
  readonly confined: boolean;
}

interface Way {
  readonly entries: Sql;
  readonly start: Start;
}

const FIRST_COUNT = 256;
const GROWTH = 8;

function entries({ statements }: Documents, { entries: { text, values } }: Way, limit: number): number {
  const [count] = statements.get(`SELECT COUNT(*) FROM (${text} LIMIT ?)`).get(...values, BigInt(limit)) as [bigint];
  return Number(count);
}

/** The way over the fewest entries, if they are less than `limit`. */
function shortestBelow(documents: Documents, ways: readonly Way[], limit: number): Way | undefined {
  let found: Way | undefined;
  let least = limit;
  for (const way of ways) {
    const count = entries(documents, way, least);
    if (count < least) [found, least] = [way, count];
  }
  return found;
}

/** The way over the fewest entries, if they are no more than `most`. Counts not much further than it must. */
function shortest(documents: Documents, ways: readonly Way[], most: number): Way | undefined {
  for (let limit = FIRST_COUNT; limit <= most; limit *= GROWTH) {
    const found = shortestBelow(documents, ways, limit);
    if (found !== undefined) return found;
  }
  return shortestBelow(documents, ways, most + 1);
}

/**
 * Where to start from, by counting: the rarest of the words and lookups, or the walk where that is shorter. Undefined
 * where all of them are longer than `most` entries.
 */
export function startFrom(documents: Documents, walk: Walk, all: readonly Probe[], most = Infinity): Start | undefined {
  const holdsAll = (probes: readonly Probe[]) => probes.map(({ holds }) => holds);
  const ways = all.map(probe => ({
    entries: probe.ids,
    start: {
      source: byId(documents.layout),
      filters: [isAmong(probe.ids), ...walk.filters, ...holdsAll(all.filter(other => other !== probe))],
    },
  }));
  const walked = { source: walk.source, filters: [...walk.filters, ...holdsAll(all)] };
  if (all.length === 0) return walked;
  const { text, values } = where(walk.filters);
  const walkEntries = sql(`SELECT 1 ${walk.source.text} ${text}`, ...values);
  return shortest(documents, walk.confined ? [...ways, { entries: walkEntries, start: walked }] : ways, most)?.start;
}
