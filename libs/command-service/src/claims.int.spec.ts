import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregateNamed } from '@touchstream/domain';
import { uuidv7 } from '@touchstream/events';
import { EventStoreUnavailable, SqliteEventStore, type EventStore } from '@touchstream/event-store';
import * as fc from 'fast-check';
import { ABANDONED_AFTER_MS } from './claims.js';
import { CommandService } from './command-service.js';
import { commandIdOf } from './request.js';

const LONG = ABANDONED_AFTER_MS + 1_000;
const taken = { kind: 'exists', code: 'customer-code-taken' };

let folder: string;
let store: EventStore;
let now: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchstream-claims-'));
  now = Date.now();
  store = await SqliteEventStore.open({ path: join(folder, 'events.db'), clock: () => now });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A server process of its own, on the store or on one that is slower. */
const process = (slower: Partial<EventStore> = {}) => {
  const { append, readStream } = { append: store.append.bind(store), readStream: store.readStream.bind(store) };
  const service = new CommandService({ store: { append, readStream, ...slower } as EventStore, clock: () => now });
  const run = (command: string, body: Record<string, unknown>, key: string, aggregateId?: string) =>
    service.execute({
      aggregate: aggregateNamed('customer'),
      command,
      body,
      ...(aggregateId !== undefined && { aggregateId }),
      context: {
        tenantId: 'main',
        actor: { id: 'ann', kind: 'user' },
        commandId: commandIdOf('main', key),
        correlationId: 'c-1',
      },
    });
  return {
    register: (code: string, { key = uuidv7(), ...more }: { key?: string; externalRefs?: object[] } = {}) =>
      run('RegisterCustomer', { kind: 'business', name: 'Acme', code, ...more }, key),
    recode: (id: string, code: string) => run('ChangeCustomerProfile', { code }, uuidv7(), id),
  };
};

/** How many customers have the code. */
async function holdersOf(code: string): Promise<number> {
  const { events } = await store.readFeed({ after: -1n, limit: 10_000 });
  const ids = new Set(events.map(({ stream }) => stream).filter(stream => stream.startsWith('customer-')));
  const service = new CommandService({ store });
  const read = await Promise.all([...ids].map(stream => service.read('customer', stream.slice('customer-'.length))));
  return read.filter(({ state }) => (state as { profile: { code: string } }).profile.code === code).length;
}

/** A store each of whose calls waits for its turn, which the scheduler gives in any order. */
const scheduled = (scheduler: fc.Scheduler): Partial<EventStore> => ({
  append: async (stream, expected, events) => {
    await scheduler.schedule(Promise.resolve('append'));
    return store.append(stream, expected, events);
  },
  readStream: async (stream, options) => {
    await scheduler.schedule(Promise.resolve('read'));
    return store.readStream(stream, options);
  },
});

const erp = (id: string) => [{ system: 'erp', id }];

describe('a command that gives a record several unique values', () => {
  it('claims none of them where one is taken, so that the corrected one need not wait', async () => {
    await process().register('C-1', { externalRefs: erp('1') });
    const refused = process().register('C-2', { externalRefs: erp('1') });
    await expect(refused).rejects.toMatchObject({ code: 'external-ref-taken' });
    await expect(process().register('C-2', { externalRefs: erp('2') })).resolves.toMatchObject({ revision: 0 });
  });
});

describe('a unique value', () => {
  it('has one holder, in whatever order the steps of two processes come upon a claim that was given up', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        runs += 1;
        const code = `X-${runs}`;
        const before = await process().register(code);
        await process().recode(before.id, `Z-${runs}`);
        now += LONG;
        const [one, other] = [process(scheduled(scheduler)), process(scheduled(scheduler))];
        const asked = [
          one.recode(before.id, code),
          one.register(code),
          other.recode(before.id, code),
          other.register(code),
        ];
        await scheduler.waitFor(Promise.allSettled(asked));
        expect(await holdersOf(code)).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  it('has one holder where a registration that failed after its claim comes again beside another', async () => {
    const ended = process({
      append: async (stream, expected, events) => {
        if (!stream.startsWith('customer-')) return store.append(stream, expected, events);
        throw new EventStoreUnavailable('the process ended');
      },
    });
    await expect(ended.register('C-2', { key: 'same' })).rejects.toThrow('the process ended');
    now += LONG;
    const service = process();
    await Promise.allSettled([service.register('C-2', { key: 'same' }), service.register('C-2')]);
    expect(await holdersOf('C-2')).toBe(1);
  });

  it('is given to a registration that comes again at once after its append failed', async () => {
    let isAway = true;
    const service = process({
      append: async (stream, expected, events) => {
        if (!isAway || !stream.startsWith('customer-')) return store.append(stream, expected, events);
        throw new EventStoreUnavailable('the store is away');
      },
    });
    await expect(service.register('C-1', { key: 'same' })).rejects.toThrow('the store is away');
    isAway = false;
    await expect(service.register('C-1', { key: 'same' })).resolves.toMatchObject({ revision: 0 });
  });

  it('is given to nobody where claiming it took so long that another may soon take it over', async () => {
    const slow = process({
      append: async (stream, expected, events) => {
        if (stream.startsWith('claim-')) now += ABANDONED_AFTER_MS / 2 + 1;
        return store.append(stream, expected, events);
      },
    });
    await expect(slow.register('C-1')).rejects.toThrow(EventStoreUnavailable);
    expect(await holdersOf('C-1')).toBe(0);
  });

  it('has one holder where the store stands still between claim and append for more than a minute', async () => {
    const steps = new EventEmitter();
    const behind = process({
      append: async (...claim) => {
        const appended = once(steps, 'appended');
        steps.emit('asked');
        await appended;
        return store.append(...claim);
      },
    });
    let second: Promise<unknown> | undefined;
    const still = process({
      append: async (stream, expected, events) => {
        if (!stream.startsWith('customer-')) return store.append(stream, expected, events);
        now += LONG;
        const asked = once(steps, 'asked');
        second = behind.register('C-1');
        await asked;
        const appended = await store.append(stream, expected, events);
        steps.emit('appended');
        return appended;
      },
    });
    await expect(still.register('C-1')).resolves.toMatchObject({ revision: 0 });
    await expect(second).rejects.toMatchObject(taken);
    now += LONG;
    await expect(process().register('C-1')).rejects.toMatchObject(taken);
    expect(await holdersOf('C-1')).toBe(1);
  });
});
