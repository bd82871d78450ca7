import { expect } from '@jest/globals';
import type { EventEnvelope } from '@touchstream/events';
import { fold, type Doc, type Folded, type Indexed, type View } from '../view/index.js';
import { historyOf, type Given } from './happened.js';

/** Makes a value unchangeable through and through, so that a fold that mutates throws. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Plain JSON: what comes back from a store is what was put there. */
function ensurePlain(doc: Doc | null): void {
  expect(JSON.parse(JSON.stringify(doc))).toStrictEqual(doc);
}

const SCALARS = new Set(['string', 'boolean', 'number']);

/** What a document is indexed by must be what the view declares, in types that every store can order and add. */
function ensureIndexed(of: View, indexed: Indexed): void {
  const fields = indexed.fields ?? {};
  for (const field of of.indexes.flatMap(index => index.fields))
    expect({ view: of.name, field, declared: Object.hasOwn(fields, field) }).toEqual({
      view: of.name,
      field,
      declared: true,
    });
  for (const [field, value] of Object.entries(fields)) {
    const sound =
      value === null || (SCALARS.has(typeof value) && (typeof value !== 'number' || Number.isSafeInteger(value)));
    expect({ view: of.name, field, value, sound }).toEqual({ view: of.name, field, value, sound: true });
  }
  for (const texts of [...Object.values(indexed.lookups ?? {}), indexed.text ?? []]) {
    expect(texts.filter(text => typeof text !== 'string' || text === '')).toEqual([]);
    expect([...new Set(texts)]).toEqual(texts);
  }
}

/** Holds a view to its word that no document is touched by two events. */
function ensureOnce(of: View, history: readonly EventEnvelope[]): void {
  const keys = history.filter(event => of.on[event.type] !== undefined).flatMap(event => of.keys(event));
  expect(keys).toEqual([...new Set(keys)]);
}

/**
 * Folds a history as the engine may meet it, and holds that each way comes to the same: all at once; one event at a
 * time, stored and read back in between; and everything once more after it was folded.
 */
export function foldEveryWay<D extends Doc>(
  of: View<D>,
  history: readonly EventEnvelope[],
): ReadonlyMap<string, Folded<D>> {
  frozen(history);
  const whole = fold(of, history);
  let stepwise: ReadonlyMap<string, Folded<D>> = new Map();
  for (const event of history) {
    const stored = [...stepwise].map(
      ([key, { position, doc }]) => [key, { position, doc: frozen(structuredClone(doc)) }] as const,
    );
    stepwise = fold(of, [event], new Map(stored));
  }
  expect(stepwise).toEqual(whole);
  expect(fold(of, history, whole)).toEqual(whole);
  if (of.once === true) ensureOnce(of, history);
  for (const { doc } of whole.values()) {
    ensurePlain(doc);
    if (doc !== null) ensureIndexed(of, of.index(frozen(doc)));
  }
  return whole;
}

/**
 * Given/then for a view: `viewSpec(view).given([events]).thenDocument('key', expected)`; the expected may be a part of
 * the document. `.thenIndexed`, `.thenKeys` and `.document` look at the rest.
 */
export const viewSpec = <D extends Doc>(of: View<D>) => ({
  given(history: readonly Given[]) {
    const folded = foldEveryWay(of, historyOf(history));
    const document = (key: string): D => {
      const doc = folded.get(key)?.doc;
      if (doc === undefined || doc === null) throw new Error(`${of.name} has no document ${key}`);
      return doc;
    };
    const then = {
      document,
      thenKeys(expected: readonly string[]) {
        expect([...folded].filter(([, { doc }]) => doc !== null).map(([key]) => key)).toEqual(expected);
        return then;
      },
      thenDocument(key: string, expected: Partial<D>) {
        const doc = document(key);
        expect(Object.fromEntries(Object.keys(expected).map(name => [name, doc[name as keyof D]]))).toEqual(expected);
        return then;
      },
      thenNoDocument(key: string) {
        expect(folded.get(key)?.doc ?? null).toBeNull();
        return then;
      },
      thenIndexed(key: string, expected: Indexed) {
        const { fields = {}, lookups = {}, text = [] } = of.index(document(key));
        if (expected.fields !== undefined) expect(fields).toMatchObject(expected.fields);
        if (expected.lookups !== undefined) expect(lookups).toMatchObject(expected.lookups);
        if (expected.text !== undefined) expect(text).toEqual(expect.arrayContaining([...expected.text]));
        return then;
      },
    };
    return then;
  },
});
