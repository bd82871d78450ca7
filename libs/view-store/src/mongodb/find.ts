import type { Doc, View } from '@touchstream/views';
import {
  conditions,
  cursorAfter,
  ensureDeclared,
  ensureLimit,
  placeOf,
  type Conditions,
  type Place,
} from '../query/index.js';
import type { Find, Page } from '../view-store.js';
import type { Connection } from './connection.js';
import { after, allOf, filterOf, type Filter } from './filters.js';
import type { Layout } from './layout.js';
import { fromBson, storedDoc, type KeptDoc } from './written.js';

/** A query in terms of a generation's names. */
interface Asked {
  readonly filter: Filter;
  /** The field that a cursor names; undefined where the order is by key alone. */
  readonly value: string | undefined;
  /** The field ordered by before the key; undefined where all documents have the same value in it. */
  readonly order: string | undefined;
  readonly descending: boolean;
}

function askedOf(layout: Layout, wanted: Conditions, { orderBy, direction }: Find): Asked {
  const value = orderBy === undefined ? undefined : layout.name(orderBy);
  const isHeld = wanted.equal.some(({ field }) => field === orderBy);
  const order = isHeld ? undefined : value;
  return { filter: filterOf(layout, wanted), value, order, descending: direction === 'descending' };
}

type Read = (part: Filter, limit: number) => Promise<KeptDoc[]>;

function reading(connection: Connection, { documents }: Layout, { filter, value, order, descending }: Asked): Read {
  const way = descending ? -1 : 1;
  const sort: Record<string, 1 | -1> = { ...(order !== undefined && { [order]: way }), _id: way };
  const projection = { p: 1, d: 1, ...(value !== undefined && { [value]: 1 }) };
  return (part, limit) => {
    const options = { sort, projection, limit, batchSize: limit };
    const all = allOf([filter, part]);
    return connection.call(() => connection.collection<KeptDoc>(documents).find(all, options).toArray());
  };
}

/** Up to so many documents that come after the place, or from the first on. */
async function page(read: Read, { order, descending }: Asked, place: Place | undefined, limit: number) {
  if (place === undefined) return read({}, limit);
  const found: KeptDoc[] = [];
  for (const part of after(order, place, descending))
    if (found.length < limit) found.push(...(await read(part, limit - found.length)));
  return found;
}

/**
 * A query, checked, as it can be put to a generation. Throws InvalidCursor, TypeError or RangeError for what the port does
 * not take.
 */
export function find<D extends Doc>(
  connection: Connection,
  view: View<D>,
  query: Find,
): (layout: Layout) => Promise<Page<D>> {
  ensureLimit(query.limit);
  const { orderBy, limit } = query;
  if (orderBy !== undefined) ensureDeclared(view, [orderBy]);
  const place = query.after === undefined ? undefined : placeOf(view.name, query, query.after);
  const wanted = conditions(view, query.where);
  return async layout => {
    const asked = askedOf(layout, wanted, query);
    const found = await page(reading(connection, layout, asked), asked, place, limit + 1);
    const items = found.slice(0, limit).map(kept => storedDoc(view, kept));
    const last = found.length > limit ? found[limit - 1] : undefined;
    if (last === undefined) return { items };
    const value = asked.value === undefined ? null : fromBson(last[asked.value]);
    return { items, next: cursorAfter(view.name, query, { value, key: last._id }) };
  };
}
