import { describe, expect, it } from '@jest/globals';
import type { Handled, Hold } from '../inbox/index.js';
import { partition, TestService, type TestedStorage } from './service.js';

const sequence = { key: 'k', stream: 's' };
const name = { topic: 't', key: 'k' };
// An odd one, which a double does not hold.
const place = { topic: 't', partition: 3, offset: 2n ** 60n + 1n };
const handled: Handled = { revision: 7, eventId: 'e7', recordedAt: '2026-03-01T00:00:00.000Z', place };
const hold: Hold = {
  ...name,
  ...sequence,
  kind: 'gap',
  reason: 'it is missing',
  place,
  revision: 8,
  eventId: '',
  released: false,
  since: '2026-03-01T00:00:00.000Z',
};

export function transactions<Tx>(open: () => TestedStorage<Tx>): void {
  const kept = (storage: TestedStorage<Tx>) =>
    storage.transaction(async tx => ({
      handled: await storage.handled(tx, sequence),
      hold: await storage.hold(tx, name),
      holds: storage.holds(),
    }));

  describe('a transaction', () => {
    it('keeps what it was given, of each stream and key', async () => {
      const storage = open();
      expect(await kept(storage)).toEqual({ handled: undefined, hold: undefined, holds: [] });
      await storage.transaction(async tx => {
        await storage.setHandled(tx, sequence, { ...handled, revision: 6 });
        await storage.setHandled(tx, sequence, handled);
        await storage.setHandled(tx, { ...sequence, key: 'other' }, { ...handled, revision: 1 });
        await storage.setHandled(tx, { ...sequence, stream: 'other' }, { ...handled, revision: 2 });
        await storage.setHold(tx, { ...hold, kind: 'failed' });
        await storage.setHold(tx, hold);
        await storage.setHold(tx, { ...hold, topic: 'other' });
        await storage.removeHold(tx, { ...name, topic: 'other' });
      });
      expect(await kept(storage)).toEqual({ handled, hold, holds: [hold] });
    });

    it('sees what it has changed', async () => {
      const storage = open();
      const seen = await storage.transaction(async tx => {
        await storage.setHandled(tx, sequence, handled);
        await storage.setHold(tx, hold);
        const before = [await storage.handled(tx, sequence), await storage.hold(tx, name)];
        await storage.removeHold(tx, name);
        return [...before, await storage.hold(tx, name)];
      });
      expect(seen).toEqual([handled, hold, undefined]);
    });

    it('leaves nothing behind where it fails, and the next one goes on', async () => {
      const storage = open();
      await storage.transaction(async tx => {
        await storage.setHandled(tx, sequence, handled);
        await storage.setHold(tx, hold);
      });
      const failing = storage.transaction(async tx => {
        await storage.setHandled(tx, sequence, { ...handled, revision: 9 });
        await storage.removeHold(tx, name);
        throw new RangeError('on the way');
      });
      const next = kept(storage);
      await expect(failing).rejects.toThrow('on the way');
      expect(await next).toEqual({ handled, hold, holds: [hold] });
    });

    it('of two that take an event at the same time lets one handle it', async () => {
      const handledIds: string[] = [];
      const service = new TestService(open(), {
        handle: async ({ id }) => {
          await new Promise(setImmediate);
          handledIds.push(id);
        },
      });
      const messages = partition(['s@0', 's@1']);
      await Promise.all([service.inbox.take(messages), service.inbox.take(messages)]);
      expect(handledIds).toEqual(['s@0', 's@1']);
    });
  });
}
