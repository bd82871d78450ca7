import { beforeEach, describe, expect, it } from '@jest/globals';
import { bytesOf, uuidv7 } from '@touchstream/events';
import { NO_STREAM, WrongExpectedRevision, type EventStore } from '../event-store.js';
import type { Opened } from './opened.js';
import { given, got, newEvent, newEvents, newStream } from './samples.js';

const all = { direction: 'forwards', limit: 10_000 } as const;

export const appending = (opened: Opened): void =>
  describe('appending', () => {
    let store: EventStore;
    let stream: string;
    beforeEach(() => {
      store = opened.store;
      stream = newStream();
    });
    const refusal = async (expected: number, events = newEvents(1)) => {
      const error: unknown = await store.append(stream, expected, events).catch((reason: unknown) => reason);
      if (!(error instanceof WrongExpectedRevision)) throw new Error('expected a refusal', { cause: error });
      return { stream: error.stream, expected: error.expected, actual: error.actual };
    };

    it('starts a stream at revision 0 and goes on from its last revision', async () => {
      const [first, second] = [newEvents(2), newEvents(3)];
      const one = await store.append(stream, NO_STREAM, first);
      const two = await store.append(stream, 1, second);
      expect([one.revision, two.revision]).toEqual([1, 4]);
      expect([one.repeated, two.repeated]).toEqual([false, false]);
      expect(two.position > one.position).toBe(true);
      expect(got(await store.readStream(stream, all))).toEqual(given(stream, 0, [...first, ...second]));
    });

    it('answers with the position and the time that the last event is read with', async () => {
      const appended = await store.append(stream, NO_STREAM, newEvents(3));
      const last = (await store.readStream(stream, { direction: 'backwards', limit: 1 })).at(0);
      expect(last).toMatchObject({ revision: 2, position: appended.position, recordedAt: appended.recordedAt });
      expect(appended.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    });

    it('refuses a revision that the stream has passed, has not reached, or cannot have without existing', async () => {
      expect(await refusal(0)).toEqual({ stream, expected: 0, actual: NO_STREAM });
      await store.append(stream, NO_STREAM, newEvents(3));
      for (const expected of [NO_STREAM, 0, 1, 3, 1_000])
        expect(await refusal(expected)).toEqual({ stream, expected, actual: 2 });
      expect(await store.readStream(stream, all)).toHaveLength(3);
    });

    it('gives the first answer to a repeated append', async () => {
      const events = newEvents(2);
      const { repeated: _, ...first } = await store.append(stream, NO_STREAM, events);
      expect(await store.append(stream, NO_STREAM, events)).toEqual({ ...first, repeated: true });
      expect(await store.readStream(stream, all)).toHaveLength(2);
    });

    it('gives the first answer also after later appends and after opening again', async () => {
      await store.append(stream, NO_STREAM, newEvents(1));
      const events = newEvents(2);
      const { repeated: _, ...first } = await store.append(stream, 0, events);
      await store.append(stream, 2, newEvents(4));
      expect(await store.append(stream, 0, events)).toEqual({ ...first, repeated: true });
      store = await opened.reopen();
      expect(await store.append(stream, 0, events)).toEqual({ ...first, repeated: true });
      expect(await store.readStream(stream, all)).toHaveLength(7);
    });

    it('gives the first answer to a repeated append whose bytes differ: the ids say what it is', async () => {
      const event = newEvent();
      const { repeated: _, ...first } = await store.append(stream, NO_STREAM, [event]);
      const again = await store.append(stream, NO_STREAM, [{ ...event, data: Buffer.from('{"n":2}') }]);
      expect(again).toEqual({ ...first, repeated: true });
      expect(got(await store.readStream(stream, all))).toEqual(given(stream, 0, [event]));
    });

    it('refuses other ids where events stand already', async () => {
      const [a, b] = [newEvent(), newEvent()];
      await store.append(stream, NO_STREAM, [a, b]);
      for (const events of [newEvents(1), newEvents(2), [b, a], [a, newEvent()], [a, b, newEvent()], [newEvent(), b]])
        expect(await refusal(NO_STREAM, events)).toEqual({ stream, expected: NO_STREAM, actual: 1 });
      expect(got(await store.readStream(stream, all))).toEqual(given(stream, 0, [a, b]));
    });

    it('refuses an append without events and one that is not well formed, and stays as it was', async () => {
      const event = newEvent();
      const wrong: [string, number, ReturnType<typeof newEvents>][] = [
        [stream, NO_STREAM, []],
        ['', NO_STREAM, [event]],
        ['thing-\ud800', NO_STREAM, [event]],
        [stream, -2, [event]],
        [stream, 0.5, [event]],
        [stream, NO_STREAM, [{ ...event, id: 'not a uuid' }]],
        [stream, NO_STREAM, [{ ...event, id: event.id.toUpperCase() }]],
        [stream, NO_STREAM, [{ ...event, type: '' }]],
        [stream, NO_STREAM, [event, { ...event, type: 'thing.\udfff' }]],
        [stream, NO_STREAM, [{ ...event, data: '{}' as unknown as Uint8Array }]],
      ];
      for (const [name, expected, events] of wrong)
        await expect(store.append(name, expected, events)).rejects.toThrow(RangeError);
      expect(await store.readStream(stream, all)).toEqual([]);
    });

    it('appends hundreds of events at once, all or nothing', async () => {
      const events = newEvents(500, { data: Buffer.alloc(1_000, 'x') });
      await store.append(stream, NO_STREAM, events.slice(0, 1));
      expect(await refusal(5, events.slice(1))).toMatchObject({ actual: 0 });
      const appended = await store.append(stream, 0, events.slice(1));
      expect(appended.revision).toBe(499);
      expect(got(await store.readStream(stream, all))).toEqual(given(stream, 0, events));
    });

    it('gives back exactly the bytes it was given', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, at) => at);
      const megabyte = Buffer.alloc(1_000_000, every);
      const events = [
        newEvent({ data: every, metadata: every.toReversed() }),
        newEvent({ data: new Uint8Array(), metadata: new Uint8Array() }),
        newEvent({ data: Buffer.from('{"a":1, "a":2 }\n\0'), metadata: Buffer.from('not JSON') }),
        newEvent({ data: every.subarray(10, 20), metadata: Buffer.from([0xff, 0xfe, 0, 0xc3]) }),
        newEvent({ data: Buffer.from('{"name":"李小龍 🙂"}') }),
        newEvent({ data: Buffer.from('\ufeff{"name":"\ufffd"}'), metadata: Buffer.from('{"name":"\ufffd"}') }),
      ];
      await store.append(stream, NO_STREAM, events);
      await store.append(stream, 5, [newEvent({ id: uuidv7(), data: megabyte })]);
      const stored = await store.readStream(stream, all);
      expect(got(stored.slice(0, 6))).toEqual(given(stream, 0, events));
      expect(Buffer.from(bytesOf(stored[6]!.data)).equals(megabyte)).toBe(true);
    });

    it('keeps streams whose names differ in anything apart', async () => {
      const names = [stream, `${stream} `, stream.toUpperCase(), `${stream}-é`, `${stream}-e\u0301`, `${stream}'"%_`];
      for (const [at, name] of names.entries()) await store.append(name, NO_STREAM, newEvents(at + 1));
      for (const [at, name] of names.entries()) {
        const events = await store.readStream(name, all);
        expect(events.map(event => event.stream)).toEqual(Array(at + 1).fill(name));
      }
    });
  });
