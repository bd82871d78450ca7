import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import { everyDocument } from '@touchstream/view-store';
import type { Doc, View } from '@touchstream/views';
import type { Installation } from './installation.js';

interface Progress {
  readonly views: readonly { readonly position?: string }[];
  readonly relay: { readonly position?: string };
}

/** Waits until every view and the public feed have everything up to a position. */
async function whenAt(position: bigint, { operations }: Installation): Promise<void> {
  for (;;) {
    const { views, relay } = await operations.read<Progress>('/v1/projections');
    if ([...views, relay].every(({ position: at }) => at !== undefined && BigInt(at) >= position)) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Reads of an installation that contain all events there were when it was made. */
export class Reading {
  private constructor(
    private readonly installation: Installation,
    private readonly minPosition: bigint,
  ) {}

  static async of(installation: Installation): Promise<Reading> {
    const head = await installation.eventStore.head();
    await whenAt(head, installation);
    return new Reading(installation, head);
  }

  get<T>(path: string): Promise<T> {
    return this.installation.reads.read<T>(path, { minPosition: this.minPosition });
  }

  async status(path: string): Promise<number> {
    return (await this.installation.reads.get(path, { minPosition: this.minPosition })).status;
  }

  /** All items of a list, page by page; the path has a query. */
  async list<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    let next: string | null = null;
    do {
      const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`;
      const page: { items: T[]; next: string | null } = await this.get(`${path}&limit=200${after}`);
      items.push(...page.items);
      ({ next } = page);
    } while (next !== null);
    return items;
  }

  get views() {
    return this.installation.viewStore;
  }

  /** All documents of a view, past HTTP. */
  async documents<D extends Doc>(view: View<D>): Promise<readonly D[]> {
    const docs: D[] = [];
    for await (const { doc } of everyDocument(this.views, view)) docs.push(doc);
    return docs;
  }
}

/** Things by a key that no two of them share. */
export function byKey<T>(things: Iterable<T>, keyOf: (thing: T) => string): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (map.has(key)) throw new Error(`${key} is there twice`);
    map.set(key, thing);
  }
  return map;
}

/** So many differences are shown. */
const SHOWN = 5;

/** Expects the same keys with the same values; of many that differ it shows the first. */
export function expectSame(found: ReadonlyMap<string, unknown>, expected: ReadonlyMap<string, unknown>): void {
  const different = [...new Set([...expected.keys(), ...found.keys()])].filter(
    key => !isDeepStrictEqual(found.get(key), expected.get(key)),
  );
  const shown = (of: ReadonlyMap<string, unknown>) => different.slice(0, SHOWN).map(key => [key, of.get(key)]);
  expect(shown(found)).toEqual(shown(expected));
  expect(different).toHaveLength(0);
}
