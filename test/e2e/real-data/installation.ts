import { readFile } from 'node:fs/promises';
import { openEventStore, type EventStore } from '@touchstream/event-store';
import { filesIn, parseMapping, runImport, type ImportResult } from '@touchstream/importer';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import type { Client } from '../../fixtures/client.js';
import { realEngines, type Engines, type RealEngines } from '../../fixtures/engines.js';
import { importInto, type ImportRun } from '../../fixtures/import-run.js';
import { Service, serviceNames, type ServiceName } from '../../fixtures/service.js';
import { TestServer } from '../../fixtures/server.js';

/** A running Touchstream that data is imported into and read from, on whichever engines. */
export interface Installation {
  /** Where is read. */
  readonly reads: Client;
  /** Where the projector tells how far it is. */
  readonly operations: Client;
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  /** Undefined where the signal ended it. */
  readonly import: (run: ImportRun) => Promise<ImportResult | undefined>;
  /** Stops it and starts it again on the same data. */
  readonly restart: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** Everything in one process, on files. */
export async function embedded(): Promise<Installation> {
  const server = await TestServer.start();
  return {
    get reads() {
      return server.client;
    },
    get operations() {
      return server.client;
    },
    get eventStore() {
      return server.standalone.eventStore;
    },
    get viewStore() {
      return server.standalone.viewStore;
    },
    async import({ mapping, folder, ...watch }) {
      const result = await runImport({
        mapping: parseMapping(await readFile(mapping, 'utf8')),
        open: filesIn(folder),
        commands: server.standalone.commands,
        tenantId: 'main',
        actor: { id: 'ann', kind: 'user' },
        ...watch,
      });
      return result.status === 'interrupted' ? undefined : result;
    },
    restart: () => server.restart(),
    dispose: () => server.dispose(),
  };
}

export type Services = Installation & { readonly engines: RealEngines };

async function ready(name: ServiceName, env: Engines['env']): Promise<Service> {
  const service = await Service.start(name, env);
  await service.whenReady();
  return service;
}

async function stopped(service: Service): Promise<void> {
  const { code, stderr } = await service.stop();
  if (code !== 0) throw new Error(`a service ended with ${code}: ${stderr}`);
}

/** Runs an import until it ends: one that met a store that was too slow for it goes on where it was when it is run again. */
async function importedInto(url: string, run: ImportRun): Promise<ImportResult | undefined> {
  let result: ImportResult | undefined;
  do result = await importInto(url, run);
  while (result?.status === 'unavailable');
  return result;
}

/**
 * Three services on the double, MongoDB and Kafka; data goes in and comes out over HTTP. The projector stands still during an
 * import: to fold what is there costs a fraction of the writes that following it takes, and MongoDB's stand-in is slow.
 */
export async function services(): Promise<Services> {
  const engines = await realEngines();
  const { env } = engines;
  const startAll = async () => {
    const [command, projector, query] = await Promise.all(serviceNames.map(name => ready(name, env)));
    return { command: command!, projector: projector!, query: query! };
  };
  let running = await startAll();
  const stopAll = () => Promise.all(Object.values(running).map(stopped));
  const eventStore = await openEventStore(env.EVENT_STORE_URL, { readOnly: true });
  const viewStore = await openViewStore(env.VIEW_STORE_URL, { readOnly: true });
  return {
    engines,
    get reads() {
      return running.query.client;
    },
    get operations() {
      return running.projector.client;
    },
    eventStore,
    viewStore,
    async import(run) {
      await stopped(running.projector);
      try {
        return await importedInto(running.command.url, run);
      } finally {
        running = { ...running, projector: await ready('projector', env) };
      }
    },
    async restart() {
      await stopAll();
      running = await startAll();
    },
    async dispose() {
      await stopAll();
      await Promise.all([eventStore.close(), viewStore.close()]);
      await engines.dispose();
    },
  };
}
