import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { CommandService, commandIdOf } from '@touchstream/command-service';
import { aggregateNamed } from '@touchstream/domain';
import { LogBus } from '@touchstream/event-bus';
import { SqliteEventStore } from '@touchstream/event-store';
import { createLogger, createRegistry } from '@touchstream/platform';
import { allEvents, differing, whenViewAt } from '@touchstream/projections';
import { SqliteViewStore, ViewStoreUnavailable, type ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { ProjectionsController } from './projections.controller.js';
import { Projector } from './projector.js';
import { statusSchema } from './status-schema.js';

const SOON = { timeoutMs: 20_000 };
const GROUPS = 4;
/** The groups, the relay, the reactor. */
const PIECES = GROUPS + 2;
const LEASE_MS = 900;

/** What a process reaches the views by. Once it is cut, it is as good as dead to the others. */
class Cable {
  #isCut = false;

  cut(): void {
    this.#isCut = true;
  }

  to(store: ViewStore): ViewStore {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        const method = member.bind(target) as (...args: unknown[]) => unknown;
        return async (...args: unknown[]) => {
          if (this.#isCut) throw new ViewStoreUnavailable('cut');
          return method(...args);
        };
      },
    });
  }
}

describe('projectors that share their work', () => {
  let folder: string;
  let eventStore: SqliteEventStore;
  let eventBus: LogBus;
  let stores: SqliteViewStore[];
  let projectors: Projector[];
  let commands: CommandService;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'touchstream-projector-'));
    eventStore = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    eventBus = await LogBus.open({ path: join(folder, 'bus') });
    commands = new CommandService({ store: eventStore });
    stores = [];
    projectors = [];
  });
  afterEach(async () => {
    await Promise.all(projectors.map(one => one.stop()));
    await Promise.all(stores.map(one => one.close()));
    await eventBus.close();
    await eventStore.close();
    rmSync(folder, { recursive: true });
  });

  /** As a process of its own has it: with its own connection to the views. */
  const made = async (holder: string, around: (store: ViewStore) => ViewStore = store => store) => {
    const store = await SqliteViewStore.open({ path: join(folder, 'views.db') });
    stores.push(store);
    const projector = new Projector({
      eventStore,
      viewStore: around(store),
      eventBus,
      commands,
      logger: createLogger('test', 'silent'),
      registry: createRegistry(holder),
      personalTopics: [],
      sharing: { holder, leaseMs: LEASE_MS, groups: GROUPS },
    });
    projectors.push(projector);
    return projector;
  };
  const started = async (...of: Parameters<typeof made>) => {
    const projector = await made(...of);
    projector.start();
    return projector;
  };
  const reader = () => stores[0]!;
  let sent = 0;
  const register = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      const key = `c${(sent += 1)}`;
      await commands.execute({
        aggregate: aggregateNamed('customer'),
        command: 'RegisterCustomer',
        body: { kind: 'business', name: `Customer ${key}`, ownerId: 'ann' },
        context: {
          tenantId: 'main',
          actor: { id: 'ann', kind: 'user' },
          commandId: commandIdOf('main', key),
          correlationId: key,
        },
      });
    }
  };
  const worked = (projector: Projector) => projector.loops().filter(({ state }) => state === 'live').length;
  const shares = async (...wanted: readonly (readonly [Projector, number])[]) => {
    const isAt = () => wanted.every(([projector, count]) => worked(projector) === count);
    for (const until = Date.now() + SOON.timeoutMs; !isAt() && Date.now() < until;) await pause(10);
    expect(wanted.map(([projector]) => worked(projector))).toEqual(wanted.map(([, count]) => count));
  };
  const expectFolded = async () => {
    const head = await eventStore.head();
    for (const loop of [...views, { name: 'relay-public-feed' }]) await whenViewAt(reader(), loop.name, head, SOON);
    const events = await allEvents(eventStore);
    for (const view of views) expect([view.name, await differing(reader(), view, events)]).toEqual([view.name, 0]);
    const published = (await eventBus.read({ after: -1n, limit: 1000 })).messages.map(({ id }) => id);
    const registrations = events.filter(({ stream }) => stream.startsWith('customer-'));
    expect(published).toEqual(registrations.map(({ id }) => id));
  };

  it('take equal shares, leave them as they stop, and take over from one that dies', async () => {
    await register(5);
    const first = await started('first');
    await shares([first, PIECES]);
    await register(3);
    const second = await started('second');
    await shares([first, PIECES / 2], [second, PIECES / 2]);
    await register(3);
    const cable = new Cable();
    const third = await started('third', store => cable.to(store));
    await shares([first, 2], [second, 2], [third, 2]);
    await register(3);
    await expectFolded();
    cable.cut();
    await register(3);
    await shares([first, PIECES / 2], [second, PIECES / 2]);
    await register(3);
    await expectFolded();
    await first.stop();
    await shares([second, PIECES]);
    await register(3);
    await expectFolded();
  });

  it('tell that the views of a loop that has failed go no further, and begin to build none of them anew', async () => {
    await register(3);
    const before = await started('before');
    await shares([before, PIECES]);
    await expectFolded();
    await before.stop();
    // As after a restore from a backup that holds less.
    await eventStore.close();
    eventStore = await SqliteEventStore.open({ path: join(folder, 'restored.db') });
    const after = await started('after');
    const haveFailed = () => after.views.groups.every(group => group.status().state === 'failed');
    for (const until = Date.now() + SOON.timeoutMs; !haveFailed() && Date.now() < until;) await pause(10);
    const controller = new ProjectionsController(after, stores[1]!, createLogger('test', 'silent'));
    const status = (await controller.status()) as Awaited<ReturnType<Projector['status']>>;
    expect(status.views.map(({ view }) => view).sort()).toEqual(views.map(({ name }) => name).sort());
    expect(new Set(status.views.map(({ state }) => state))).toEqual(new Set(['failed']));
    const refusal = { kind: 'unavailable' };
    await expect(controller.rebuild('customer-360', { 'x-actor': 'ann' })).rejects.toMatchObject(refusal);
    await expect(controller.retry('customer-360', {}, { 'x-actor': 'ann' })).rejects.toMatchObject(refusal);
  });

  it('list what is parked of a view that is built for the first time', async () => {
    const projector = await made('first');
    const controller = new ProjectionsController(projector, reader(), createLogger('test', 'silent'));
    const [view] = views;
    expect(await controller.parked(view!.name, {})).toEqual({ items: [], next: null });
    const parked = {
      view: view!.name,
      key: 'a',
      position: 7n,
      eventId: '0197f000-0000-7000-8000-000000000001',
      type: 'call.offered',
      stream: 'call-a',
      revision: 0,
      reason: 'TypeError',
      parkedAt: new Date(0).toISOString(),
    };
    const generation = await reader().create(view!);
    const later = { ...parked, key: 'b', position: 8n };
    const park = [parked, later];
    await reader().commit([{ generation, view: view!, writes: [], checkpoint: { position: 8n }, park }]);
    const [first, second] = [
      { ...parked, position: '7' },
      { ...later, position: '8' },
    ];
    expect(await controller.parked(view!.name, {})).toEqual({ items: [first, second], next: null });
    expect(await controller.parked(view!.name, { limit: 1 })).toEqual({ items: [first], next: '7' });
    expect(await controller.parked(view!.name, { limit: 2, after: '7' })).toEqual({ items: [second], next: null });
    await expect(controller.parked('nothing', {})).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('tell of all views, and who has what they do not have themselves', async () => {
    await register(3);
    const [first, second] = [await started('first'), await started('second')];
    await shares([first, PIECES / 2], [second, PIECES / 2]);
    await expectFolded();
    const controller = new ProjectionsController(second, stores[1]!, createLogger('test', 'silent'));
    const status = (await controller.status()) as Awaited<ReturnType<Projector['status']>>;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(statusSchema);
    expect([validate(status), validate.errors]).toEqual([true, null]);
    const head = String(await eventStore.head());
    expect(status.views.map(({ view }) => view).sort()).toEqual(views.map(({ name }) => name).sort());
    for (const view of status.views) expect(view).toMatchObject({ state: 'live', position: head, lagEvents: 0 });
    expect(new Set(status.views.map(({ holder }) => holder))).toEqual(new Set(['first', 'second']));
    expect(status.groups.map(({ state, holder }) => [state, holder])).toEqual(
      expect.arrayContaining([
        ['standby', 'first'],
        ['live', 'second'],
      ]),
    );
    const of = (holder: string) => status.views.filter(view => view.holder === holder).map(({ view }) => view);
    for (const view of of('second'))
      await expect(controller.rebuild(view, { 'x-actor': 'ann' })).resolves.toEqual({ view });
    for (const view of of('first')) {
      const refusal = { kind: 'held-elsewhere', detail: `${view} is in the hands of first` };
      await expect(controller.rebuild(view, { 'x-actor': 'ann' })).rejects.toMatchObject(refusal);
      await expect(controller.retry(view, {}, { 'x-actor': 'ann' })).rejects.toMatchObject(refusal);
    }
  });
});
