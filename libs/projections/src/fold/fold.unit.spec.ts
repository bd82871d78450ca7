import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope, StoredEvent } from '@touchstream/events';
import type { StoredDoc } from '@touchstream/view-store';
import { view, type Doc, type Indexed, type View } from '@touchstream/views';
import { chains, stages, streamOf, toAppend, type Happening } from '../testing/index.js';
import { feedEvent, nameOf } from './feed-event.js';
import { BEHIND, foldBatch, touchesOf } from './fold.js';
import { ensureStorable } from './storable.js';

const at = '2026-03-01T12:00:00.000Z';
const text = new TextEncoder();

/** A feed from position 1; revisions count per stream. */
const feedOf = (happenings: readonly (Happening & { broken?: boolean })[]): readonly StoredEvent[] => {
  const revisions = new Map<string, number>();
  return happenings.map((what, index) => {
    const stream = streamOf(what);
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const appended = toAppend(what, `${stream}@${revision}`);
    const data = what.broken === true ? text.encode('{') : appended.data;
    return { ...appended, data, stream, revision, position: BigInt(index + 1), recordedAt: at };
  });
};

const fold = (
  of: View,
  feed: readonly StoredEvent[],
  {
    docs = [],
    held = {},
    check,
  }: { docs?: StoredDoc[]; held?: Record<string, bigint>; check?: typeof ensureStorable } = {},
) => {
  const parkedKeys = new Map(Object.entries(held).map(([key, first]) => [key, { first }]));
  const { touches, parked } = touchesOf(of, feed.map(feedEvent), { parkedKeys, at });
  const current = new Map(docs.map(doc => [doc.key, doc]));
  const folded = foldBatch({ view: of, touches, docs: current, parkedKeys, at, ...(check && { check }) });
  return { writes: folded.writes, parked: [...parked, ...folded.parked] };
};

const published = (pipeline: string, ...ids: string[]): Happening => ({ pipeline, stages: ids });
const retired = (pipeline: string, id: string): Happening => ({ pipeline, retired: id });
const parkedOf = (parked: readonly { key: string; position: bigint; reason: string }[]) =>
  parked.map(({ key, position, reason }) => [key, position, reason]);

/** Fails for the process or the stage named `bad`. */
const fragile = (over: Partial<View> = {}) =>
  view<Doc>({
    ...(chains as View),
    on: {
      'sales-process.published': (doc, { data }) => {
        if (data.stages.some(one => one.id === 'bad')) throw new RangeError('Mrs Smith owes 5 EUR');
        return { count: ((doc as { count?: number }).count ?? 0) + 1 };
      },
    },
    ...over,
  });

describe('folding a batch', () => {
  it('writes each touched document once, at its last event', () => {
    const { writes, parked } = fold(
      stages,
      feedOf([published('p', 'a', 'b'), published('q', 'b'), published('p', 'a')]),
    );
    expect(writes).toEqual([
      { key: 'a', position: 3n, doc: { stageId: 'a', publications: ['p@0', 'p@1'] } },
      { key: 'b', position: 2n, doc: { stageId: 'b', publications: ['p@0', 'q@0'] } },
    ]);
    expect(parked).toEqual([]);
  });

  it('goes on from the stored documents, and removes one', () => {
    const docs = [{ key: 'a', position: 0n, doc: { stageId: 'a', publications: ['before'] } }];
    expect(fold(stages, feedOf([published('p', 'a'), retired('p', 'a')]), { docs }).writes).toEqual([
      { key: 'a', position: 2n, doc: null },
    ]);
    expect(fold(stages, feedOf([retired('p', 'a'), published('p', 'a')]), { docs }).writes).toEqual([
      { key: 'a', position: 2n, doc: { stageId: 'a', publications: ['p@1'] } },
    ]);
  });

  it('does not write a document that stays absent or unchanged', () => {
    expect(fold(stages, feedOf([retired('p', 'a')])).writes).toEqual([]);
    const still = view<Doc>({ ...(chains as View), on: { 'sales-process.published': doc => doc } });
    const docs = [{ key: 'p', position: 0n, doc: {} }];
    expect(fold(still, feedOf([published('p', 'a')]), { docs }).writes).toEqual([]);
  });

  it('skips what its document has already', () => {
    const feed = feedOf([published('p', 'a'), published('p', 'a')]);
    const docs = [{ key: 'a', position: 1n, doc: { stageId: 'a', publications: ['p@0'] } }];
    expect(fold(stages, feed, { docs }).writes).toMatchObject([{ doc: { publications: ['p@0', 'p@1'] } }]);
    const [all] = fold(stages, feed).writes;
    expect(fold(stages, feed, { docs: [all as StoredDoc] }).writes).toEqual([]);
  });

  it('folds an event once for a key that is named twice', () => {
    expect(fold(stages, feedOf([published('p', 'a', 'a')])).writes).toMatchObject([{ doc: { publications: ['p@0'] } }]);
  });

  it('never changes what it was given', () => {
    const doc = Object.freeze({ stageId: 'a', publications: Object.freeze(['x']) as readonly string[] });
    const docs = [Object.freeze({ key: 'a', position: 0n, doc })];
    expect(fold(stages, feedOf([published('p', 'a')]), { docs }).writes).toHaveLength(1);
    expect(doc.publications).toEqual(['x']);
  });
});

describe('parking', () => {
  it('stops the key whose fold throws, writes what it was before, and lets the others flow', () => {
    const feed = feedOf([published('p', 'a'), published('p', 'bad'), published('q', 'a'), published('p', 'a')]);
    const { writes, parked } = fold(fragile(), feed);
    expect(writes).toEqual([
      { key: 'p', position: 1n, doc: { count: 1 } },
      { key: 'q', position: 3n, doc: { count: 1 } },
    ]);
    expect(parked).toMatchObject([
      { view: 'chains', key: 'p', position: 2n, stream: 'sales-process-p', revision: 1, parkedAt: at },
      { key: 'p', position: 4n, revision: 2 },
    ]);
    expect(parkedOf(parked)).toEqual([
      ['p', 2n, 'fold: RangeError'],
      ['p', 4n, BEHIND],
    ]);
  });

  it('keeps a key behind that was parked in an earlier batch', () => {
    const { writes, parked } = fold(fragile(), feedOf([published('p', 'a'), published('q', 'a')]), { held: { p: 0n } });
    expect(writes.map(one => one.key)).toEqual(['q']);
    expect(parkedOf(parked)).toEqual([['p', 1n, BEHIND]]);
  });

  it.each(['p', 'stream:sales-process-p'])('keeps %s behind from its first parked event on, not before', key => {
    const feed = feedOf([published('p', 'a'), published('p', 'a'), published('p', 'a'), published('p', 'a')]);
    const { writes, parked } = fold(fragile(), feed, { held: { [key]: 3n } });
    expect(writes).toMatchObject([{ key: 'p', position: 2n, doc: { count: 2 } }]);
    expect(parkedOf(parked)).toEqual([
      [key, 3n, BEHIND],
      [key, 4n, BEHIND],
    ]);
  });

  it('parks an event that touches two keys under the failing one alone', () => {
    const of = fragile({
      keys: event => (event.data as { stages: { id: string }[] }).stages.map(one => one.id),
      on: {
        'sales-process.published': (_, __, key) => {
          if (key === 'bad') throw new TypeError();
          return {};
        },
      },
    });
    const { writes, parked } = fold(of, feedOf([published('p', 'a', 'bad', 'b')]));
    expect(writes.map(one => one.key)).toEqual(['a', 'b']);
    expect(parkedOf(parked)).toEqual([['bad', 1n, 'fold: TypeError']]);
  });

  it('stops the stream of an event that cannot be decoded', () => {
    const broken = { ...published('p', 'a'), broken: true };
    const { writes, parked } = fold(chains, feedOf([broken, published('q', 'a'), published('p', 'a')]));
    expect(writes.map(one => one.key)).toEqual(['q']);
    expect(parkedOf(parked)).toEqual([
      ['stream:sales-process-p', 1n, 'its data is not JSON'],
      ['stream:sales-process-p', 3n, BEHIND],
    ]);
    expect(
      parkedOf(fold(chains, feedOf([published('p', 'a')]), { held: { 'stream:sales-process-p': 0n } }).parked),
    ).toEqual([['stream:sales-process-p', 1n, BEHIND]]);
  });

  it('does not care for an undecodable event that the view does not look at', () => {
    const feed = feedOf([published('p', 'a')]).map(one => ({ ...one, type: 'from-the.future' }));
    expect(fold(chains, feed)).toEqual({ writes: [], parked: [] });
  });

  it.each([
    ['throws', ({ data }: EventEnvelope) => [(data as never as { a: { b: string } }).a.b]],
    ['gives no text', () => [undefined] as never],
    ['gives an empty key', () => ['']],
    ['gives half a character', () => ['\ud83d']],
    ['gives the name of a stream', () => ['stream:x']],
  ])('parks by stream where `keys` %s', (_, keys) => {
    const { parked } = fold(fragile({ keys }), feedOf([published('p', 'a'), published('p', 'a')]));
    expect(parkedOf(parked)).toEqual([
      ['stream:sales-process-p', 1n, 'keys: TypeError'],
      ['stream:sales-process-p', 2n, BEHIND],
    ]);
  });

  it('takes a fold that gives no document for a failure', () => {
    const of = fragile({ on: { 'sales-process.published': () => undefined as never } });
    expect(parkedOf(fold(of, feedOf([published('p', 'a')])).parked)).toEqual([['p', 1n, 'fold: TypeError']]);
  });

  it('parks what no store could take, where documents are checked', () => {
    const unstorable: readonly (readonly [Doc, Indexed])[] = [
      [{ n: 1n }, {}],
      [{}, { fields: { at: Number.NaN } }],
      [{}, { fields: { at: undefined as never } }],
      [{}, { lookups: { ids: [7 as never] } }],
      [{}, { text: 'no list' as never }],
    ];
    for (const [doc, indexed] of unstorable) {
      const of = fragile({ on: { 'sales-process.published': () => doc }, index: () => indexed });
      const { writes, parked } = fold(of, feedOf([published('p', 'a')]), { check: ensureStorable });
      expect(writes).toEqual([]);
      expect(parkedOf(parked)).toEqual([['p', 1n, 'fold: TypeError']]);
    }
    expect(fold(chains, feedOf([published('p', 'a')]), { check: ensureStorable }).writes).toHaveLength(1);
  });

  it('names an error without its message', () => {
    expect(nameOf(new RangeError('secret'))).toBe('RangeError');
    expect(nameOf(Object.assign(new Error('secret'), { code: 'SQLITE_FULL' }))).toBe('Error SQLITE_FULL');
    expect(nameOf({ name: 'Mrs Smith, 5 High Street' })).toBe('Error');
    expect(nameOf('secret')).toBe('Error');
  });
});
