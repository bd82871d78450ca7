import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  NO_STREAM,
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type EventToAppend,
  type ReadStream,
} from '../event-store.js';
import type { Opened } from './opened.js';
import { anyRead, asRead } from './reads.js';
import { given, got, newEvent, newEvents, newStream, ofStreams, readOn } from './samples.js';

type Step =
  | { readonly kind: 'append'; readonly stream: number; readonly count: number; readonly off: number }
  | { readonly kind: 'repeat'; readonly which: number }
  | { readonly kind: 'alter'; readonly which: number }
  | { readonly kind: 'read'; readonly stream: number; readonly options: ReadStream };

interface Done {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly EventToAppend[];
  readonly answer: Appended;
}

const STREAMS = 3;
const stream = fc.nat({ max: STREAMS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream,
      count: fc.integer({ min: 1, max: 4 }),
      off: fc.constant(0),
    }),
  },
  fc.record({
    kind: fc.constant('append' as const),
    stream,
    count: fc.integer({ min: 1, max: 4 }),
    off: fc.integer({ min: -3, max: 3 }),
  }),
  fc.record({ kind: fc.constant('repeat' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('alter' as const), which: fc.nat() }),
  fc.record({
    kind: fc.constant('read' as const),
    stream,
    options: anyRead({ limit: 12, from: 12 }),
  }),
);

const attempt = (append: Promise<Appended>) =>
  append.catch((error: unknown) => {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    return { refused: error.stream, expected: error.expected, actual: error.actual };
  });

/** What a store should be, as simply as it can be said. */
class Model {
  readonly streams = new Map(Array.from({ length: STREAMS }, () => [newStream(), [] as EventToAppend[]]));
  readonly done: Done[] = [];

  nameOf(number: number): string {
    return [...this.streams.keys()][number]!;
  }
  stored(name: string) {
    return given(name, 0, this.streams.get(name)!);
  }
  lastRevision(name: string): number {
    return this.streams.get(name)!.length - 1;
  }
  refusal(name: string, expected: number) {
    return { refused: name, expected, actual: this.lastRevision(name) };
  }

  async run(store: EventStore, current: Step): Promise<void> {
    if (current.kind === 'append') return this.append(store, current);
    if (current.kind === 'read') return this.read(store, this.nameOf(current.stream), current.options);
    const earlier = this.done[current.which % this.done.length];
    if (earlier === undefined) return undefined;
    return current.kind === 'repeat' ? this.repeat(store, earlier) : this.alter(store, earlier);
  }

  async append(store: EventStore, { stream: number, count, off }: Step & { kind: 'append' }): Promise<void> {
    const name = this.nameOf(number);
    const last = this.lastRevision(name);
    const expected = Math.max(NO_STREAM, last + off);
    const events = newEvents(count);
    const answer = await attempt(store.append(name, expected, events));
    if (expected !== last) return expect(answer).toEqual(this.refusal(name, expected));
    const appended = answer as Appended;
    expect(appended).toMatchObject({ revision: last + count, repeated: false });
    this.streams.get(name)!.push(...events);
    this.done.push({ stream: name, expected, events, answer: appended });
  }

  async repeat(store: EventStore, { stream: name, expected, events, answer }: Done): Promise<void> {
    expect(await store.append(name, expected, events)).toEqual({ ...answer, repeated: true });
  }

  /** The same first ids, and one event more than was appended then. */
  async alter(store: EventStore, { stream: name, expected, events }: Done): Promise<void> {
    const answer = await attempt(store.append(name, expected, [...events, newEvent()]));
    expect(answer).toEqual(this.refusal(name, expected));
  }

  async read(store: EventStore, name: string, options: ReadStream): Promise<void> {
    expect(got(await store.readStream(name, options))).toEqual(asRead(this.stored(name), options));
  }
}

export const model = (opened: Opened): void =>
  describe('any sequence of calls', () => {
    it('comes out as on the simplest store that could be', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
          const { store } = opened;
          const start = await store.head();
          const simple = new Model();
          for (const current of steps) await simple.run(store, current);
          for (const name of simple.streams.keys())
            expect(got(await store.readStream(name, { direction: 'forwards', limit: 1_000 }))).toEqual(
              simple.stored(name),
            );
          const feed = ofStreams(await readOn(store, { after: start, limit: 5 }), [...simple.streams.keys()]);
          expect(got(feed)).toEqual(simple.done.flatMap(one => given(one.stream, one.expected + 1, one.events)));
        }),
        { numRuns: 60 },
      );
    });

    it('made at the same time leaves what was accepted, each where it said, and nothing else', async () => {
      const tries = fc.array(
        fc.record({ stream, expected: fc.integer({ min: NO_STREAM, max: 6 }), count: fc.integer({ min: 1, max: 3 }) }),
        { maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(tries, async all => {
          const { store } = opened;
          const names = Array.from({ length: STREAMS }, () => newStream());
          const sent = all.map(one => ({
            name: names[one.stream]!,
            expected: one.expected,
            events: newEvents(one.count),
          }));
          const answers = await Promise.all(
            sent.map(({ name, expected, events }) => attempt(store.append(name, expected, events))),
          );
          const accepted = sent.filter((_, at) => 'revision' in answers[at]!);
          for (const name of names) {
            const mine = accepted.filter(one => one.name === name).sort((a, b) => a.expected - b.expected);
            const stored = await store.readStream(name, { direction: 'forwards', limit: 1_000 });
            expect(got(stored)).toEqual(mine.flatMap(one => given(name, one.expected + 1, one.events)));
            expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, at) => at));
          }
        }),
        { numRuns: 60 },
      );
    });
  });
