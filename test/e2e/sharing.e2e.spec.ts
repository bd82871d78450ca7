import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openEventStore, type EventStore } from '@touchstream/event-store';
import { allEvents, differing, whenViewAt } from '@touchstream/projections';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { fileEngines, missingServers, realEngines, type Engines } from '../fixtures/engines.js';
import { Service } from '../fixtures/service.js';

/** Processes come and go, on a machine that may be busy. */
jest.setTimeout(240_000);

const SOON = { timeoutMs: 60_000 };
const GROUPS = 4;

interface Loop {
  readonly group: string;
  readonly state: string;
}
interface Status {
  readonly groups: readonly Loop[];
  readonly views: readonly { readonly view: string; readonly state: string; readonly holder?: string }[];
  readonly relay: { readonly holder?: string };
}

const missing = missingServers();
if (missing.length > 0)
  process.stderr.write(`projectors that share Kafka's partitions: SKIPPED: ${missing.join(', ')} not set\n`);

describe.each([
  { by: 'leases, on the double and files', feed: 'event-store', open: fileEngines, run: describe },
  {
    by:
      missing.length === 0
        ? 'partitions of Kafka, with views in MongoDB'
        : `Kafka: SKIPPED: ${missing.join(', ')} not set`,
    feed: 'kafka',
    open: realEngines,
    run: missing.length === 0 ? describe : describe.skip,
  },
])('projectors as processes', ({ by, feed, open, run }) => {
  run(`that share by ${by}`, () => {
    let engines: Engines;
    let running: Service[];
    let eventStore: EventStore;
    let viewStore: ViewStore;
    beforeEach(async () => {
      engines = await open();
      running = [];
      eventStore = await openEventStore(engines.env.EVENT_STORE_URL);
      viewStore = await openViewStore(engines.env.VIEW_STORE_URL);
    });
    afterEach(async () => {
      await Promise.all(running.map(service => service.kill()));
      await viewStore.close();
      await eventStore.close();
      await engines.dispose();
    });

    const start = async (name: 'command-api' | 'projector') => {
      const sharing = { VIEW_FEED: feed, VIEW_GROUPS: String(GROUPS), LEASE_SECONDS: '3' };
      const service = await Service.start(name, {
        ...engines.env,
        ...(name === 'projector' && sharing),
        LOG_LEVEL: 'info',
      });
      running.push(service);
      await service.whenReady();
      return service;
    };
    let named = 0;
    const register = async (command: Service, count: number) => {
      for (let at = 0; at < count; at += 1) {
        const { id } = await command.client.write('/v1/customers', {
          kind: 'business',
          name: `Customer ${(named += 1)}`,
        });
        await command.client.write(`/v1/customers/${id}/tier`, { tier: 'gold' });
      }
    };
    const statusOf = (service: Service) => service.client.read<Status>('/v1/projections');
    const worked = async (service: Service) =>
      (await statusOf(service)).groups.filter(({ state }) => state === 'live').length;
    /** Waits until these processes have all parts between them, each some. */
    const shared = async (...services: readonly Service[]) => {
      for (;;) {
        const counts = await Promise.all(services.map(worked));
        if (counts.every(count => count > 0) && counts.reduce((sum, count) => sum + count, 0) === GROUPS) return;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    };
    const expectFolded = async () => {
      const events = await allEvents(eventStore);
      const head = await eventStore.head();
      for (const { name } of views) await whenViewAt(viewStore, name, head, SOON);
      for (const view of views) expect([view.name, await differing(viewStore, view, events)]).toEqual([view.name, 0]);
    };

    it('lose and double nothing, whether they are started, stopped, killed or held up for longer than their lease', async () => {
      const command = await start('command-api');
      await register(command, 3);
      const first = await start('projector');
      await shared(first);
      const second = await start('projector');
      await register(command, 5);
      await shared(first, second);
      await expectFolded();
      const third = await start('projector');
      await register(command, 5);
      await first.kill();
      await register(command, 5);
      await shared(second, third);
      await expectFolded();
      second.program.signal('SIGSTOP');
      await register(command, 5);
      await shared(third);
      await expectFolded();
      second.program.signal('SIGCONT');
      await register(command, 5);
      await shared(second, third);
      await expectFolded();
      const { views: told } = await statusOf(third);
      expect(new Map(told.map(({ view, state }) => [view, state]))).toEqual(
        new Map(views.map(({ name }) => [name, 'live'])),
      );
      await third.stop();
      await register(command, 5);
      await shared(second);
      await expectFolded();
    });
  });
});
