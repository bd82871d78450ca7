export * from './kafka.js';
export * from './own-broker.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BusMessage, Delivered, EventBus, ReadableBus } from '../event-bus.js';

/** A bus under test, from nothing. */
export interface BusUnderTest<B extends EventBus = EventBus> {
  readonly bus: B;
  /** Everything the bus holds, in order of delivery, read past every cache of `bus`; as a consumer after a crash would. */
  readonly stored: () => Promise<readonly BusMessage[]>;
  /** Closes the bus and removes what it kept. */
  readonly dispose: () => Promise<void>;
}

const text = new TextEncoder();

/** A public message at a feed position. */
export function busMessage(position: number, over: Partial<BusMessage> & { readonly type?: string } = {}): BusMessage {
  const { type = 'crm.test.happened.v1', ...rest } = over;
  const id = `0197f000-0000-7000-8000-${String(position).padStart(12, '0')}`;
  return {
    topic: 'crm.sales.v1',
    key: 'c1',
    id,
    position: BigInt(position),
    headers: { ce_id: id, ce_type: type, ce_customerid: over.key ?? 'c1', ce_position: String(position) },
    value: text.encode(JSON.stringify({ position, name: '王小明 “Ω” 🙂' })),
    ...rest,
  };
}

const run = (from: number, to: number, over?: Parameters<typeof busMessage>[1]) =>
  Array.from({ length: to - from + 1 }, (_, at) => busMessage(from + at, over));
const ids = (messages: readonly BusMessage[]) => messages.map(message => message.id);
const plain = ({ topic, key, id, position, headers, value }: BusMessage) => ({
  topic,
  key,
  id,
  position,
  headers: { ...headers },
  value: [...value],
});
const distinct = (messages: readonly BusMessage[]) => [...new Map(messages.map(one => [one.id, one])).values()];

/** What every bus must do. */
export function eventBusContract(open: () => Promise<BusUnderTest>): void {
  describe('as an event bus', () => {
    let under: BusUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.dispose());

    it('answers', async () => {
      await under.bus.ping();
    });

    it('is prepared as often as one likes, and tells nothing of topics of its own', async () => {
      for (let at = 0; at < 2; at += 1) expect(await under.bus.prepare([busMessage(1).topic])).toEqual([]);
      await under.bus.publish([busMessage(1)]);
      expect(ids(await under.stored())).toEqual(ids([busMessage(1)]));
    });

    it('keeps a message as it was given', async () => {
      const message = busMessage(7, { value: Uint8Array.from([0, 255, 10, 13, 128]) });
      await under.bus.publish([message]);
      expect((await under.stored()).map(plain)).toEqual([plain(message)]);
    });

    it('takes an empty batch for done', async () => {
      await under.bus.publish([]);
      expect(await under.stored()).toEqual([]);
    });

    it('has stored what it answered for, in order per key', async () => {
      const messages = run(1, 60).map((one, at) => ({ ...one, key: `c${at % 7}` }));
      for (let at = 0; at < messages.length; at += 20) {
        await under.bus.publish(messages.slice(at, at + 20));
        expect(await under.stored()).toHaveLength(at + 20);
      }
      const stored = await under.stored();
      for (const key of new Set(messages.map(one => one.key))) {
        const ofKey = (all: readonly BusMessage[]) => ids(all.filter(one => one.key === key));
        expect(ofKey(stored)).toEqual(ofKey(messages));
      }
    });

    it('may be repeated to, from any answered position', async () => {
      await under.bus.publish(run(1, 10));
      await under.bus.publish(run(6, 15));
      const stored = await under.stored();
      expect(ids(distinct(stored))).toEqual(ids(run(1, 15)));
    });
  });
}

/** What a bus that this process can read must do besides. `reopen`: another handle on the same bus. */
export function readableBusContract(
  open: () => Promise<BusUnderTest<ReadableBus> & { readonly reopen: () => Promise<ReadableBus> }>,
): void {
  eventBusContract(open);

  describe('as a readable bus', () => {
    let under: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.dispose());

    /** Reads to the end in small pages. */
    const all = async (bus: ReadableBus, from = -1n) => {
      const found: Delivered[] = [];
      let after = from;
      for (;;) {
        const page = await bus.read({ limit: 3, after });
        found.push(...page.messages);
        expect(page.offset).toBeGreaterThanOrEqual(after);
        after = page.offset;
        if (page.caughtUp) return { found, after };
      }
    };

    it('is empty at first', async () => {
      expect(await under.bus.head()).toBe(-1n);
      expect(await under.bus.lastPosition()).toBe(-1n);
      expect(await under.bus.read({ after: -1n, limit: 10 })).toEqual({ messages: [], offset: -1n, caughtUp: true });
    });

    it('skips what it was given before', async () => {
      await under.bus.publish(run(1, 10));
      await under.bus.publish(run(6, 15));
      expect(ids((await all(under.bus)).found)).toEqual(ids(run(1, 15)));
      expect(await under.bus.lastPosition()).toBe(15n);
    });

    it('refuses messages out of order, and takes none of them', async () => {
      await expect(under.bus.publish([busMessage(2), busMessage(1)])).rejects.toThrow(RangeError);
      expect(await under.bus.head()).toBe(-1n);
    });

    it('is read in pages from any offset', async () => {
      await under.bus.publish(run(1, 10));
      const { found, after } = await all(under.bus);
      expect(after).toBe(await under.bus.head());
      for (const [at, { offset }] of found.entries())
        expect(ids((await all(under.bus, offset)).found)).toEqual(ids(found.slice(at + 1)));
    });

    it('gives a subscriber what is there, then what comes, and ends with the signal', async () => {
      await under.bus.publish(run(1, 5));
      const ending = new AbortController();
      const seen: string[] = [];
      for await (const { messages } of under.bus.subscribe({ after: -1n, limit: 2, signal: ending.signal })) {
        seen.push(...ids(messages));
        if (seen.length === 5) await under.bus.publish(run(6, 9));
        if (seen.length === 9) ending.abort();
      }
      expect(seen).toEqual(ids(run(1, 9)));
    });

    it('ends a waiting subscriber when the signal aborts', async () => {
      const ending = new AbortController();
      const feed = under.bus.subscribe({ after: -1n, limit: 2, signal: ending.signal })[Symbol.asyncIterator]();
      const next = feed.next();
      ending.abort();
      expect((await next).done).toBe(true);
    });

    it('gives another handle on it what is published here', async () => {
      const reader = await under.reopen();
      const ending = new AbortController();
      const feed = reader.subscribe({ after: -1n, limit: 10, signal: ending.signal })[Symbol.asyncIterator]();
      const next = feed.next();
      await under.bus.publish(run(1, 3));
      expect(ids((await next).value?.messages ?? [])).toEqual(ids(run(1, 3)));
      ending.abort();
      await feed.return?.();
      await reader.close();
    });
  });
}
