import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventBusUnavailable, LogBus } from '@touchstream/event-bus';
import { NO_STREAM } from '@touchstream/event-store';
import { derivedId, encode } from '@touchstream/events';
import { SqliteViewStore } from '@touchstream/view-store';
import { LoopStopped } from '../life/index.js';
import {
  append,
  embedded,
  Faults,
  testMetadata,
  toAppend,
  wholeFeed,
  type Embedded,
  type Fault,
  type Happening,
} from '../testing/index.js';
import { Conditions } from '../waiting/index.js';
import { Relay, type RelayOptions } from './relay.js';

const SOON = { timeoutMs: 10_000 };
const history = (count: number, from = 0): Happening[] =>
  Array.from({ length: count }, (_, at) => ({ pipeline: `p${(from + at) % 3}`, stages: [`s${at}`] }));

describe('the relay', () => {
  let engines: Embedded;
  let bus: LogBus;
  const relays: Relay[] = [];
  beforeEach(async () => {
    engines = await embedded();
    bus = await LogBus.open({ path: join(engines.folder, 'bus') });
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map(relay => relay.stop()));
    await bus.close();
    await engines.dispose();
  });

  const started = (over: Partial<RelayOptions> = {}) => {
    const { eventStore, viewStore } = engines;
    const tuning = { batch: 5, tickMs: 20, backoff: { firstMs: 1, mostMs: 2 }, ...over.tuning };
    const relay = new Relay({ name: 'public', eventStore, viewStore, bus, ...over, tuning });
    relays.push(relay);
    relay.start();
    return relay;
  };
  const onBus = async () => (await bus.read({ after: -1n, limit: 10_000 })).messages;
  const claim = { ...toAppend({ pipeline: 'x', stages: [] }, 'claim'), type: 'claim.made' };

  it('publishes what is there and what comes, in order, each event once', async () => {
    await append(engines.eventStore, history(17));
    const relay = started();
    await relay.whenCaughtUp(SOON);
    await append(engines.eventStore, history(8, 17));
    await relay.whenCaughtUp(SOON);
    const feed = await wholeFeed(engines.eventStore);
    expect((await onBus()).map(({ id, position }) => [id, position])).toEqual(
      feed.map(({ id, position }) => [id, position]),
    );
    expect(relay.status()).toMatchObject({
      relay: 'public',
      published: 25,
      position: feed.at(-1)?.position,
      lagEvents: 0,
      lagSeconds: 0,
      skipped: { keys: 0, events: 0 },
    });
  });

  it('is late while the bus has taken nothing at all', async () => {
    await append(engines.eventStore, history(3));
    const states = new Conditions();
    const away = () => Promise.reject(new EventBusUnavailable('away'));
    const relay = started({
      bus: {
        prepare: away,
        publish: away,
        ping: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
      observer: { onState: () => states.changed() },
    });
    await states.until(() => relay.status().attempts > 0, SOON);
    const { lagEvents, lagSeconds } = relay.status();
    expect(lagEvents).toBe(3);
    expect(lagSeconds).toBeGreaterThan(0);
  });

  it('keeps internal events inside, and moves on past them', async () => {
    await append(engines.eventStore, history(1));
    await engines.eventStore.append('claim-1', NO_STREAM, [claim]);
    const relay = started();
    await relay.whenCaughtUp(SOON);
    expect(await onBus()).toHaveLength(1);
    expect(relay.status().position).toBe(await engines.eventStore.head());
  });

  it('goes on after a restart where the bus last answered', async () => {
    await append(engines.eventStore, history(7));
    const first = started();
    await first.whenCaughtUp(SOON);
    await first.stop();
    await append(engines.eventStore, history(4, 7));
    const sent: number[] = [];
    const second = started({ observer: { onPublished: ({ messages }) => sent.push(messages) } });
    await second.whenCaughtUp(SOON);
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(4);
    expect(await onBus()).toHaveLength(11);
  });

  it('does not start again from nothing where its checkpoint is lost and the bus knows its place', async () => {
    await append(engines.eventStore, history(7));
    await started().whenCaughtUp(SOON);
    await relays.splice(0)[0]?.stop();
    await append(engines.eventStore, history(2, 7));
    const viewStore = await SqliteViewStore.open({ path: join(engines.folder, 'new-views.db') });
    const sent: number[] = [];
    const relay = started({
      viewStore,
      lastPublished: () => bus.lastPosition(),
      observer: { onPublished: ({ events }) => sent.push(events) },
    });
    await relay.whenCaughtUp(SOON);
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect(await onBus()).toHaveLength(9);
    await relay.stop();
    await viewStore.close();
  });

  it('leaves out an event that it cannot read, says so, and goes on', async () => {
    await append(engines.eventStore, [{ pipeline: 'p', stages: ['a'] }]);
    const broken = { ...toAppend({ pipeline: 'p', stages: ['b'] }, 'broken'), data: new TextEncoder().encode('[') };
    await engines.eventStore.append('sales-process-p', 0, [broken]);
    const future = { ...toAppend({ pipeline: 'f', stages: ['b'] }, 'future'), type: 'from-the.future' };
    await engines.eventStore.append('sales-process-f', NO_STREAM, [future]);
    await append(engines.eventStore, [{ pipeline: 'p', stages: ['c'] }]);
    const skipped: string[] = [];
    const relay = started({ observer: { onSkipped: list => skipped.push(...list.map(one => one.reason)) } });
    await relay.whenCaughtUp(SOON);
    expect((await onBus()).map(({ headers }) => headers['ce_streamrevision'])).toEqual(['0', '2']);
    expect(skipped).toEqual(['its data is not JSON', 'its type is not in the catalogue']);
    expect(relay.status()).toMatchObject({ published: 2, skipped: { keys: 2, events: 2 } });
    await relay.stop();
    const again = started();
    await again.whenCaughtUp(SOON);
    expect(again.status()).toMatchObject({ published: 0, skipped: { keys: 2, events: 2 } });
  });

  it('gives readers of a granted topic the personal fields', async () => {
    const data = {
      contactId: 'k',
      customerIds: ['c'],
      name: 'Erika Mustermann',
      registeredAt: '2026-03-01T10:00:00.000Z',
    };
    const registered = {
      id: derivedId('contact', 'k'),
      type: 'contact.registered',
      data: encode(data),
      metadata: encode(testMetadata({ customerId: 'c' })),
    };
    await engines.eventStore.append('contact-k', NO_STREAM, [registered]);
    const relay = started({ personalTopics: ['crm.customer.v1'] });
    await relay.whenCaughtUp(SOON);
    const [message] = await onBus();
    expect(JSON.parse(new TextDecoder().decode(message?.value))).toEqual(data);
  });

  it.each<Fault>(['killed', 'refused', 'answer lost'])(
    'loses and doubles nothing, whichever step fails (%s)',
    async fault => {
      const happenings = history(6);
      for (let step = 1, played = true; played; step += 1) {
        await append(engines.eventStore, happenings);
        const faults = new Faults(step, fault);
        const changes = new Conditions();
        const relay: Relay = started({
          tuning: { batch: 2 },
          eventStore: faults.around(engines.eventStore),
          viewStore: faults.around(engines.viewStore),
          bus: faults.around(bus),
          observer: { onState: () => changes.changed(), onPublished: () => changes.changed() },
        });
        const position = await engines.eventStore.head();
        await changes.until(() => faults.isDead || (relay.status().position ?? -2n) >= position, SOON);
        await relay.stop();
        ({ played } = faults);
        const next = started();
        await next.whenCaughtUp(SOON);
        await next.stop();
        const feed = await wholeFeed(engines.eventStore);
        expect((await onBus()).map(one => one.id)).toEqual(feed.map(one => one.id));
      }
    },
  );

  it('stops where a second relay of its name has gone on', async () => {
    const relay = started();
    await relay.whenCaughtUp(SOON);
    const [generation] = await engines.viewStore.generations('relay-public');
    if (generation === undefined) throw new Error('no generation');
    const book = { name: 'relay-public' } as never;
    await engines.viewStore.commit([{ generation, view: book, writes: [], checkpoint: { position: 99n } }]);
    const lost = relay.whenCaughtUp({ ...SOON, position: 1000n });
    await append(engines.eventStore, history(1));
    await expect(lost).rejects.toBeInstanceOf(LoopStopped);
    expect(relay.status()).toMatchObject({ state: 'failed', lastError: { name: 'StaleCommit' } });
  });
});
