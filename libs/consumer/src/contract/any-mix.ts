import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ofStream, partition, TestService, type TestedStorage } from './service.js';

/** A view that is rolled back with its inbox. Some events it cannot take yet. */
class View {
  readonly taken: string[] = [];
  #taking: string[] = [];

  constructor(private readonly broken: ReadonlySet<string>) {}

  take(id: string): void {
    if (this.broken.has(id)) throw new TypeError('not yet');
    this.#taking.push(id);
  }

  /** The storage, whose transactions are the view's as well. */
  within<Tx>(storage: TestedStorage<Tx>): TestedStorage<Tx> {
    const transaction = storage.transaction.bind(storage);
    storage.transaction = work =>
      transaction(async tx => {
        this.#taking = [];
        const result = await work(tx);
        this.taken.push(...this.#taking);
        return result;
      });
    return storage;
  }
}

/** What a relay writes: the events in order, runs of which it repeats after a failure. */
const log = fc
  .record({
    streams: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }),
    cuts: fc.array(fc.record({ at: fc.nat(40), back: fc.integer({ min: 1, max: 10 }) }), { maxLength: 5 }),
  })
  .map(({ streams, cuts }) => {
    const revisions = new Map<number, number>();
    const events = streams.map(stream => {
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      return `s${stream}@${revision}`;
    });
    const sent: string[] = [];
    for (const [at, name] of events.entries()) {
      sent.push(name);
      for (const cut of cuts) if (cut.at === at) sent.push(...events.slice(Math.max(0, at + 1 - cut.back), at + 1));
    }
    return { events, sent };
  });
/** Two streams to a key. */
const keyOf = (name: string) => `k${Number(/\d+/.exec(name)?.[0]) % 3}`;
const streamsOf = (names: readonly string[]) => new Set(names.map(name => name.split('@')[0] ?? ''));

export function anyMix<Tx>(open: () => TestedStorage<Tx>): void {
  describe('any mix of repetitions, crashes and losses', () => {
    it('gives each event once, in order per key', async () => {
      await fc.assert(
        fc.asyncProperty(
          log,
          fc.integer({ min: 1, max: 7 }),
          fc.array(fc.nat(60)),
          async ({ events, sent }, chunk, crashes) => {
            const service = new TestService(open());
            const messages = partition(sent, keyOf);
            for (const at of crashes) {
              await service.read(messages.slice(0, at), chunk);
              // It had committed less than it had handled.
              service.restart();
              service.seek(Math.max(0, Math.min(at, messages.length) - 5));
            }
            await service.read(messages, chunk);
            expect(service.held).toEqual([]);
            expect(service.handled).toHaveLength(events.length);
            for (const key of new Set(events.map(keyOf)))
              expect(service.handled.filter(one => keyOf(one) === key)).toEqual(
                events.filter(one => keyOf(one) === key),
              );
          },
        ),
      );
    });

    it('loses and doubles nothing, whatever comes late, fails, is released or begins anew, in any order', async () => {
      const some = fc.array(fc.nat(), { maxLength: 3 });
      const happening = fc.oneof(
        ...['late comes', 'mended', 'released', 'released, and read again', 'begun anew'].map(what =>
          fc.constant(what),
        ),
        fc.record({ upTo: fc.nat(60) }),
      );
      await fc.assert(
        fc.asyncProperty(
          log,
          fc.record({ late: some, broken: some, isLateBroken: fc.boolean() }),
          fc.array(happening, { maxLength: 20 }),
          fc.integer({ min: 1, max: 7 }),
          async ({ events, sent }, faults, happenings, chunk) => {
            const named = (ones: readonly number[]) => new Set(ones.map(one => events[one % events.length] ?? ''));
            const late = [...named(faults.late)];
            const broken = new Set([...named(faults.broken), ...(faults.isLateBroken ? late : [])]);
            const names = sent.filter(name => !late.includes(name));
            const tuning = { attempts: 1, firstPauseMs: 1 };
            const view = new View(broken);
            const service = new TestService(view.within(open()), { handle: ({ id }) => view.take(id), tuning });
            const readTo = (end: number) => service.read(partition(names, keyOf).slice(0, end), chunk);
            const release = async (isReadAgain: boolean) => {
              for (const hold of service.storage.holds()) {
                const place = await service.inbox.release(hold, 'try again');
                if (isReadAgain) service.seek(Math.min(service.at, Number(place?.offset)));
              }
            };
            const acts: Readonly<Record<string, () => unknown>> = {
              'late comes': () => names.push(...late.splice(0, 1)),
              mended: () => broken.clear(),
              released: () => release(false),
              'released, and read again': () => release(true),
              'begun anew': () => {
                service.restart();
                service.seek(Math.max(0, service.at - 5));
              },
            };
            for (const one of happenings) await (typeof one === 'string' ? acts[one]?.() : readTo(one.upTo));
            names.push(...late);
            broken.clear();
            await readTo(names.length);
            for (let round = 0; round < 50 && service.storage.holds().length > 0; round += 1) {
              await release(true);
              await readTo(names.length);
            }
            expect(view.taken).toHaveLength(events.length);
            for (const one of streamsOf(events)) expect(ofStream(view.taken, one)).toEqual(ofStream(events, one));
          },
        ),
      );
    });

    it('tells a lost event, handles nothing of its key after it, and all of it once when it comes late', async () => {
      await fc.assert(
        fc.asyncProperty(log, fc.nat(), fc.integer({ min: 1, max: 7 }), async ({ events, sent }, which, chunk) => {
          const lost = events[which % events.length] ?? '';
          const [stream = '', revision = ''] = lost.split('@');
          const without = sent.filter(name => name !== lost);
          const isLast = ofStream(events, stream).at(-1) === lost;
          const service = new TestService(open());
          await service.read(partition(without, keyOf), chunk);
          expect(service.gaps.length).toBe(isLast ? 0 : 1);
          expect(ofStream(service.handled, stream)).toHaveLength(Number(revision));
          for (const other of [...streamsOf(events)].filter(one => keyOf(one) !== keyOf(stream)))
            expect(ofStream(service.handled, other)).toEqual(ofStream(events, other));
          await service.read(partition([...without, lost], keyOf), chunk);
          for (const one of streamsOf(events)) expect(ofStream(service.handled, one)).toEqual(ofStream(events, one));
          expect(service.storage.holds()).toEqual([]);
        }),
      );
    });
  });
}
