import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { PublicEvent } from '../event/index.js';
import { Inbox } from './inbox.js';
import { MemoryInboxStorage } from './memory-storage.js';
import type { Message } from './message.js';
import type { InboxOptions } from './options.js';
import type { Hold } from './storage.js';
import type { Missing } from './told.js';

type Tx = Parameters<MemoryInboxStorage['handled']>[0];

/** An event, for short: `s@2` of key k; after `/` the revision before it under its key, where that is not just the one before. */
function event(name: string, key = 'k'): PublicEvent {
  const [, stream = '', revision = '', previous] = /^(\w+)@(\d+)(?:\/(-?\d+))?$/.exec(name) ?? [];
  return {
    id: `${stream}@${revision}`,
    type: 'crm.order.placed.v1',
    schemaVersion: 1,
    tenantId: 'main',
    key,
    stream,
    revision: Number(revision),
    previous: previous === undefined ? Number(revision) - 1 : Number(previous),
    position: 0n,
    time: '',
    recordedAt: '',
    correlationId: '',
    actorKind: 'user',
    data: {},
  };
}

/** A partition with these messages; `!` is one that is no event. */
const partition = (names: readonly string[], key: (name: string) => string = () => 'k'): Message[] =>
  names.map((name, at) => {
    const place = { topic: 't', partition: 0, offset: BigInt(at) };
    return name.startsWith('!')
      ? { key: key(name), place, unfit: 'it is broken' }
      : { key: key(name), place, event: event(name, key(name)) };
  });

interface Reading {
  readonly handled: readonly string[];
  readonly held: readonly Hold[];
  readonly gaps: readonly Missing[];
  readonly released: readonly Hold[];
}

/** A view that is rolled back with its inbox. Some events it cannot take yet. */
class View extends MemoryInboxStorage {
  readonly taken: string[] = [];
  #taking: string[] = [];

  constructor(private readonly broken: ReadonlySet<string>) {
    super();
  }

  take(id: string): void {
    if (this.broken.has(id)) throw new TypeError('not yet');
    this.#taking.push(id);
  }

  override transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return super.transaction(async tx => {
      this.#taking = [];
      const result = await work(tx);
      this.taken.push(...this.#taking);
      return result;
    });
  }
}

/** A service that reads a partition, in chunks, as the runner on Kafka does. */
class Service {
  readonly handled: string[] = [];
  readonly held: Hold[] = [];
  readonly gaps: Missing[] = [];
  readonly released: Hold[] = [];
  readonly storage = new MemoryInboxStorage();
  inbox: Inbox<Tx>;
  #at = 0;

  constructor(private readonly over: Partial<InboxOptions<Tx>> = {}) {
    this.inbox = this.#open();
  }

  /** A new process with the same storage, which begins where it had committed. */
  restart(): void {
    this.inbox = this.#open();
  }
  seek(at: number): void {
    this.#at = at;
  }
  get at(): number {
    return this.#at;
  }

  async read(messages: readonly Message[], chunk = 3): Promise<Reading> {
    while (this.#at < messages.length) {
      const { count, readAgain } = await this.inbox.take(messages.slice(this.#at, this.#at + chunk));
      this.#at = readAgain === undefined ? this.#at + count : Number(readAgain.offset);
    }
    return this;
  }

  #open(): Inbox<Tx> {
    return new Inbox({
      storage: this.storage,
      handle: ({ id }) => void this.handled.push(id),
      begin: 'at the start',
      observer: {
        onGap: missing => this.gaps.push(missing),
        onHeld: hold => this.held.push(hold),
        onReleased: hold => this.released.push(hold),
      },
      tuning: { firstPauseMs: 1 },
      ...this.over,
    });
  }
}

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

  it('handles an event once where two take it at the same time', async () => {
    const service: Service = new Service({
      handle: async ({ id }) => {
        await new Promise(setImmediate);
        service.handled.push(id);
      },
    });
    const messages = partition(['s@0', 's@1']);
    await Promise.all([service.inbox.take(messages), service.inbox.take(messages)]);
    expect(service.handled).toEqual(['s@0', 's@1']);
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
const ofStream = (names: readonly string[], stream: string) => names.filter(one => one.startsWith(`${stream}@`));
const streamsOf = (names: readonly string[]) => new Set(names.map(name => name.split('@')[0] ?? ''));

describe('any mix of repetitions, crashes and losses', () => {
  it('gives each event once, in order per key', async () => {
    await fc.assert(
      fc.asyncProperty(
        log,
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat(60)),
        async ({ events, sent }, chunk, crashes) => {
          const service = new Service();
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
            expect(service.handled.filter(one => keyOf(one) === key)).toEqual(events.filter(one => keyOf(one) === key));
        },
      ),
    );
  });

  it('loses and doubles nothing, whatever comes late, fails, is released or begins anew, in any order', async () => {
    const some = fc.array(fc.nat(), { maxLength: 3 });
    const happening = fc.oneof(
      ...['late comes', 'mended', 'released', 'released, and read again', 'begun anew'].map(what => fc.constant(what)),
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
          const service = new Service({ storage: view, handle: ({ id }) => view.take(id), tuning });
          const readTo = (end: number) => service.read(partition(names, keyOf).slice(0, end), chunk);
          const release = async (isReadAgain: boolean) => {
            for (const hold of view.holds()) {
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
          for (let round = 0; round < 50 && view.holds().length > 0; round += 1) {
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
        const service = new Service();
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
