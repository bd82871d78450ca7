import { queryTerms, tokens } from '../search/index.js';
import type { Condition, Find, Tally, TallyGroup } from '../view-store.js';
import type { TestDoc } from './test-view.js';

type Value = string | number | boolean | null;

/** The order that every store keeps: null, numbers, text by code point, false, true. */
function compare(a: Value, b: Value): number {
  const rank = (value: Value) => ['object', 'number', 'string', 'boolean'].indexOf(typeof value);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return Number(a) - Number(b);
}

export interface Entry {
  readonly key: string;
  readonly doc: TestDoc;
}

const valueOf = ({ doc }: Entry, field: string): Value => doc.fields?.[field] ?? null;

function inRange(value: Value, { from, below, upTo }: { from?: Value; below?: Value; upTo?: Value }): boolean {
  const bounds = [from, below, upTo].filter(bound => bound !== undefined);
  return (
    bounds.every(bound => typeof bound === typeof value && value !== null) &&
    (from === undefined || compare(value, from) >= 0) &&
    (below === undefined || compare(value, below) < 0) &&
    (upTo === undefined || compare(value, upTo) <= 0)
  );
}

function holds(entry: Entry, condition: Condition): boolean {
  if ('text' in condition) {
    const indexed = tokens(entry.doc.text ?? []);
    return queryTerms(condition.text).every(term =>
      term.some(beginning => indexed.some(token => token.startsWith(beginning))),
    );
  }
  if ('lookup' in condition) return (entry.doc.lookups?.[condition.lookup] ?? []).includes(condition.has);
  const value = valueOf(entry, condition.field);
  if ('is' in condition) return value === condition.is;
  if ('in' in condition) return value !== null && (condition.in as readonly Value[]).includes(value);
  return inRange(value, condition);
}

/** The place after an entry, in the order of a query. */
export interface ModelPlace {
  readonly value: Value;
  readonly key: string;
}

/** What a store must do, done the plainest way: the documents in memory, filtered and sorted. */
export class Model {
  readonly documents = new Map<string, TestDoc>();

  matching(where: readonly Condition[]): Entry[] {
    return [...this.documents]
      .map(([key, doc]) => ({ key, doc }))
      .filter(entry => where.every(condition => holds(entry, condition)));
  }

  placeOf = (entry: Entry, { orderBy }: Pick<Find, 'orderBy'>): ModelPlace => ({
    value: orderBy === undefined ? null : valueOf(entry, orderBy),
    key: entry.key,
  });

  /** A page, and whether there is more. */
  page(
    query: Find,
    after?: ModelPlace,
  ): { readonly keys: readonly string[]; readonly more: boolean; readonly last?: ModelPlace } {
    const way = query.direction === 'descending' ? -1 : 1;
    const order = (a: ModelPlace, b: ModelPlace) => way * (compare(a.value, b.value) || compare(a.key, b.key));
    const rest = this.matching(query.where)
      .map(entry => this.placeOf(entry, query))
      .filter(place => after === undefined || order(place, after) > 0)
      .sort(order);
    const places = rest.slice(0, query.limit);
    const last = places.at(-1);
    return { keys: places.map(({ key }) => key), more: rest.length > places.length, ...(last && { last }) };
  }

  tally({ where, groupBy, sum }: Tally): TallyGroup[] {
    const groups = new Map<string, Entry[]>();
    for (const entry of this.matching(where)) {
      const id = JSON.stringify(groupBy.map(field => valueOf(entry, field)));
      groups.set(id, [...(groups.get(id) ?? []), entry]);
    }
    return [...groups.values()]
      .map(entries => ({
        group: Object.fromEntries(groupBy.map(field => [field, valueOf(entries[0]!, field)])),
        count: entries.length,
        sums: Object.fromEntries(sum.map(field => [field, total(entries, field)])),
      }))
      .sort((a, b) => groupBy.map(field => compare(a.group[field]!, b.group[field]!)).find(order => order !== 0) ?? 0);
  }
}

const total = (entries: readonly Entry[], field: string): bigint =>
  entries
    .map(entry => valueOf(entry, field))
    .filter(Number.isSafeInteger)
    .reduce((sum, value) => sum + BigInt(value as number), 0n);
