import { describe, expect, it } from '@jest/globals';
import { event, inboxStorageContract, ofStream, partition, TestService } from '../contract/index.js';
import type { PublicEvent } from '../event/index.js';
import { MemoryInboxStorage } from './memory-storage.js';
import type { InboxOptions } from './options.js';
import type { Missing } from './told.js';

type Tx = Parameters<MemoryInboxStorage['handled']>[0];

class Service extends TestService<Tx> {
  constructor(over: Partial<InboxOptions<Tx>> = {}) {
    super(new MemoryInboxStorage(), over);
  }
}

inboxStorageContract(() => new MemoryInboxStorage());

describe('an inbox', () => {
  it('hands on what comes in order, and nothing twice', async () => {
    const service = new Service();
    await service.read(partition(['s@0', 's@1', 's@0', 's@1', 's@2', 'r@0', 's@2', 's@3', 'r@1']));
    expect(service.handled).toEqual(['s@0', 's@1', 's@2', 'r@0', 's@3', 'r@1']);
    expect(service.held).toEqual([]);
  });

  it('tells a stream that went on under another key from a loss', async () => {
    const service = new Service();
    await service.read(partition(['call@2/-1', 'call@5/2', 'call@6']));
    expect(service.handled).toEqual(['call@2', 'call@5', 'call@6']);
    expect(service.gaps).toEqual([]);
  });

  it('stops the key at a gap, tells it, and lets other keys flow', async () => {
    const service = new Service();
    const key = (name: string) => name[0] ?? '';
    await service.read(partition(['s@0', 's@2', 'r@0', 's@3', 'r@1'], key));
    expect(service.handled).toEqual(['s@0', 'r@0', 'r@1']);
    expect(service.gaps).toEqual([{ key: 's', stream: 's', after: 0, upTo: 1 }]);
    expect(service.held).toMatchObject([
      { topic: 't', key: 's', kind: 'gap', stream: 's', revision: 1, place: { offset: 1n } },
    ]);
  });

  it('stops the other streams of the key too, and reads them again when the missing one comes late', async () => {
    const service = new Service();
    await service.read(partition(['s@0', 's@2', 'r@0', 's@3', 'r@1', 's@1', 'r@2']));
    expect(service.handled).toEqual(['s@0', 's@1', 's@2', 'r@0', 's@3', 'r@1', 'r@2']);
    expect(service.released).toHaveLength(1);
    expect(service.storage.holds()).toEqual([]);
  });

  it('reads again all that waited where the missing one comes late and cannot be handled', async () => {
    let broken = true;
    const service: Service = new Service({
      handle: ({ id }) => {
        if (id === 's@1' && broken) throw new TypeError('secret');
        service.handled.push(id);
      },
    });
    const messages = partition(['s@0', 's@2', 'r@0', 'r@1', 's@1']);
    await service.read(messages);
    expect(service.handled).toEqual(['s@0']);
    expect(service.storage.holds()).toMatchObject([
      { kind: 'failed', stream: 's', revision: 1, place: { offset: 1n } },
    ]);
    broken = false;
    service.seek(Number((await service.inbox.release({ topic: 't', key: 'k' }, 'try again'))?.offset));
    await service.read(messages);
    expect(service.handled).toEqual(['s@0', 's@1', 's@2', 'r@0', 'r@1']);
    expect(service.storage.holds()).toEqual([]);
  });

  it('tells stops of a key that follow each other within a moment apart', async () => {
    const service = new Service();
    const revisions = Array.from({ length: 100 }, (_, at) => at * 2);
    const names = revisions.flatMap(at => [`s@${at + 1}`, `r@${at}`, `r@${at + 1}`, `s@${at}`]);
    await service.read(partition(names), names.length);
    expect(ofStream(service.handled, 's')).toEqual(revisions.flatMap(at => [`s@${at}`, `s@${at + 1}`]));
    expect(ofStream(service.handled, 'r')).toEqual(revisions.flatMap(at => [`r@${at}`, `r@${at + 1}`]));
    expect(service.storage.holds()).toEqual([]);
  });

  it('looks for missing events in the topic before it tells a gap', async () => {
    const service = new Service();
    const messages = partition(['s@0', 's@1', 'r@0', 's@2']);
    service.seek(2);
    await service.inbox.take(messages.slice(0, 1));
    await service.read(messages);
    expect(service.handled).toEqual(['s@0', 'r@0', 's@1', 's@2']);
    expect(service.gaps).toEqual([]);
  });

  it('does not read further back than it may', async () => {
    const service = new Service({ tuning: { mostReadAgain: 1 } });
    const messages = partition(['s@0', 's@1', 'r@0', 's@2']);
    service.seek(2);
    await service.inbox.take(messages.slice(0, 1));
    await service.read(messages);
    expect(service.handled).toEqual(['s@0', 'r@0']);
    expect(service.held).toHaveLength(1);
  });

  it.each([{ topic: 'u' }, { partition: 1 }])('does not look for missing events across %j', async elsewhere => {
    const service = new Service();
    const messages = partition(['s@0', 'r@0', 's@2']);
    const moved = messages.map(one => ({ ...one, place: { ...one.place, ...elsewhere } }));
    await service.inbox.take(messages.slice(0, 1));
    expect(await service.inbox.take(moved.slice(2))).toEqual({ count: 1 });
    expect(service.gaps).toEqual([{ key: 'k', stream: 's', after: 0, upTo: 1 }]);
  });

  it('gets missing events from elsewhere', async () => {
    const asked: Missing[] = [];
    const service = new Service({
      fetchMissing: async missing => {
        asked.push(missing);
        return [event('s@1'), event('s@2', 'other key'), event('s@3/1')];
      },
    });
    await service.read(partition(['s@0', 's@4', 's@5']));
    expect(asked).toEqual([{ key: 'k', stream: 's', after: 0, upTo: 3 }]);
    expect(service.handled).toEqual(['s@0', 's@1', 's@3', 's@4', 's@5']);
  });

  it.each<[string, InboxOptions<Tx>['fetchMissing'], string]>([
    ['not all', async () => [event('s@1')], 'up to 2'],
    ['none', async () => [], 'up to 2'],
    ['an error', () => Promise.reject(new RangeError('secret')), 'getting them failed: RangeError'],
  ])('stops the key where it gets %s of them', async (_, fetchMissing, words) => {
    const service = new Service({ ...(fetchMissing && { fetchMissing }) });
    await service.read(partition(['s@0', 's@3']));
    expect(service.handled).toEqual(['s@0']);
    expect(service.held[0]?.reason).toContain(words);
    expect(service.held[0]?.reason).not.toContain('secret');
  });

  it('stops the key of a message that is no event, until it is released', async () => {
    const service = new Service();
    const messages = partition(['s@0', '!', 's@1', 's@2']);
    await service.read(messages);
    expect(service.handled).toEqual(['s@0']);
    expect(service.held).toMatchObject([{ kind: 'unfit', reason: 'it is broken', place: { offset: 1n } }]);
    const place = await service.inbox.release({ topic: 't', key: 'k' }, 'do without');
    service.seek(Number(place?.offset));
    await service.read(messages);
    expect(service.handled).toEqual(['s@0', 's@1', 's@2']);
    service.seek(0);
    await service.read(messages);
    expect(service.held).toHaveLength(1);
    expect(service.storage.holds()).toEqual([]);
    expect(await service.inbox.release({ topic: 't', key: 'k' }, 'do without')).toBeUndefined();
  });

  it('stops the key of an event that the service cannot handle, after some tries; the others of its run are handled once', async () => {
    const tries: string[] = [];
    let broken = true;
    const service: Service = new Service({
      handle: ({ id }) => {
        tries.push(id);
        if (id === 's@1' && broken) throw new TypeError('secret');
        service.handled.push(id);
      },
    });
    const key = (name: string) => name[0] ?? '';
    const messages = partition(['s@0', 'r@0', 's@1', 'r@1', 's@2'], key);
    await service.read(messages, 5);
    expect(tries.filter(id => id === 's@1')).toHaveLength(3);
    expect(service.held).toMatchObject([{ key: 's', kind: 'failed', reason: 'TypeError', stream: 's', revision: 1 }]);
    broken = false;
    service.handled.length = 0;
    service.seek(Number((await service.inbox.release({ topic: 't', key: 's' }, 'try again'))?.offset));
    await service.read(messages);
    expect(service.handled).toEqual(['s@1', 's@2']);
  });

  it.each([1, 2, 5])('tries an event %s times in all, where it is to', async attempts => {
    for (const chunk of [1, 3]) {
      const tries: string[] = [];
      const handle = ({ id }: PublicEvent) => {
        tries.push(id);
        if (id === 'r@0') throw new TypeError('secret');
      };
      const service = new Service({ handle, tuning: { attempts, firstPauseMs: 1 } });
      await service.read(partition(['s@0', 'r@0', 's@1']), chunk);
      expect(tries.filter(id => id === 'r@0')).toHaveLength(attempts);
      expect(service.held).toMatchObject([{ kind: 'failed', stream: 'r' }]);
    }
  });

  it('does without what is missing where an operator says so', async () => {
    const service = new Service();
    const messages = partition(['s@0', 's@2', 's@3']);
    await service.read(messages);
    service.restart();
    await service.inbox.release({ topic: 't', key: 'k' }, 'do without');
    await service.read([...messages, ...partition(['s@0', 's@2', 's@3', 's@4']).slice(3)]);
    expect(service.handled).toEqual(['s@0', 's@2', 's@3', 's@4']);
    expect(service.storage.holds()).toEqual([]);
  });

  it('passes over what it did without where that comes late after all', async () => {
    const service = new Service();
    await service.read(partition(['s@0', 's@2']));
    await service.inbox.release({ topic: 't', key: 'k' }, 'do without');
    const late = partition(['s@0', 's@2', 's@1']).slice(2);
    await service.inbox.take(late);
    expect(await service.inbox.take(late)).toEqual({ count: 1 });
    expect(service.handled).toEqual(['s@0']);
    expect(service.held.map(one => one.kind)).toEqual(['gap']);
  });

  it('goes on with what there is where the messages that waited have gone from the topic', async () => {
    const service = new Service();
    await service.read(partition(['s@0', '!', 's@1']));
    await service.inbox.release({ topic: 't', key: 'k' }, 'try again');
    const later = partition(['s@0', '!', 's@1', 's@2']).slice(3);
    expect(await service.inbox.take(later)).toMatchObject({ count: 0, readAgain: { offset: 1n } });
    expect(await service.inbox.take(later)).toMatchObject({ readAgain: { offset: 1n } });
    expect(await service.inbox.take(later)).toEqual({ count: 1 });
    expect(service.held.map(one => one.kind)).toEqual(['unfit', 'gap']);
  });

  it('finds out another event at the place of one', async () => {
    const service = new Service();
    const messages = partition(['s@0', 's@0', 's@1']);
    const [, second] = messages;
    if (second === undefined || !('event' in second)) throw new Error('no event');
    messages[1] = { ...second, event: { ...second.event, id: 'of another installation' } };
    await service.read(messages);
    expect(service.held).toMatchObject([{ kind: 'conflict', place: { offset: 1n } }]);
    expect(service.handled).toEqual(['s@0']);
  });

  describe('of an installation that was set back', () => {
    /** The messages as they were recorded then; those of a second life under ids of their own. */
    const recorded = (names: readonly string[], { recordedAt, life }: { recordedAt: string; life: string }) =>
      names.map(name => ({ ...event(name), id: `${name} ${life}`, recordedAt }));
    const first = { recordedAt: '2026-03-01T10:00:00.000Z', life: 'first' };
    const second = { recordedAt: '2026-03-02T10:00:00.000Z', life: 'second' };
    const messagesOf = (...events: readonly PublicEvent[]) =>
      partition(events.map(() => 's@0')).map(({ key, place }, at) => ({ key, place, event: events[at]! }));

    it('takes no new event for a repeated one, wherever the stream had been', async () => {
      const service = new Service();
      const before = recorded(['s@0', 's@1', 's@2', 's@3'], first);
      const since = recorded(['s@2', 's@3', 's@4'], second);
      await service.read(messagesOf(...before, ...since));
      expect(service.held).toMatchObject([{ kind: 'conflict', revision: 2, place: { offset: 4n } }]);
      expect(service.handled).toEqual(before.map(({ id }) => id));
    });

    it('goes on with the new ones where the first of them is done without', async () => {
      const service = new Service();
      const before = recorded(['s@0', 's@1', 's@2', 's@3'], first);
      const since = recorded(['s@2', 's@3', 's@4'], second);
      const messages = messagesOf(...before, ...since);
      await service.read(messages);
      const place = await service.inbox.release({ topic: 't', key: 'k' }, 'do without');
      service.seek(Number(place?.offset));
      await service.read(messages);
      expect(service.handled).toEqual([...before, ...since.slice(1)].map(({ id }) => id));
    });

    it('takes what is published once more, however late, for repeated', async () => {
      const service = new Service();
      const before = recorded(['s@0', 's@1', 's@2'], first);
      const then = recorded(['s@3'], { ...second, life: 'first' });
      await service.read(messagesOf(...before, ...then, ...before, ...then));
      expect(service.held).toEqual([]);
      expect(service.handled).toHaveLength(4);
    });
  });

  it('may begin in the middle, and finds gaps from there on', async () => {
    const service = new Service({ begin: 'anywhere' });
    await service.read(partition(['s@7', 's@8', 's@10']));
    expect(service.handled).toEqual(['s@7', 's@8']);
    expect(service.gaps).toHaveLength(1);
    const strict = new Service();
    await strict.read(partition(['s@7']));
    expect(strict.gaps).toEqual([{ key: 'k', stream: 's', after: -1, upTo: 6 }]);
  });

  it('throws what its storage throws, and takes the run again', async () => {
    const service = new Service();
    const { storage } = service;
    const transaction = storage.transaction.bind(storage);
    storage.transaction = () => Promise.reject(new Error('disk full'));
    await expect(service.inbox.take(partition(['s@0']))).rejects.toThrow('disk full');
    storage.transaction = transaction;
    await service.read(partition(['s@0']));
    expect(service.handled).toEqual(['s@0']);
  });
});
