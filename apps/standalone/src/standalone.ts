import { CommandApiModule, commandProblems } from '@touchstream/command-api';
import { CommandService } from '@touchstream/command-service';
import { isReadable, openEventBus, type EventBus } from '@touchstream/event-bus';
import { openEventStore, type EventStore } from '@touchstream/event-store';
import {
  commandMetrics,
  createHttpApp,
  createRegistry,
  ensureListenable,
  Health,
  OperationsModule,
  type Config,
  type Logger,
} from '@touchstream/platform';
import { Projector, ProjectorModule } from '@touchstream/projector';
import { QueryApiModule } from '@touchstream/query-api';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import { openApiInfo } from './openapi-info.js';
import { publishDefaultProcess } from './default-process.js';
import type { standaloneSettings } from './settings.js';

export type StandaloneConfig = Config<typeof standaloneSettings>;

/** The running server. */
export interface Standalone {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly commands: CommandService;
  readonly projector: Projector;
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  /** Stops in order: readiness off, no new requests, drain, checkpoint, close. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  /** Runs when everything works and before the server listens: loading of sample data. */
  readonly beforeListening?: (parts: Pick<Standalone, 'commands' | 'projector' | 'eventStore'>) => Promise<void>;
}

/** Starts the write side, the projector and the read side in one process. */
export async function startStandalone(
  config: StandaloneConfig,
  logger: Logger,
  options: StartOptions = {},
): Promise<Standalone> {
  ensureListenable(config);
  const engines = await openEngines(config);
  const { eventStore, viewStore, eventBus } = engines;
  try {
    const registry = createRegistry('standalone');
    const { conflicts } = commandMetrics(registry);
    const commands = new CommandService({ store: eventStore, onConflict: aggregate => conflicts.inc({ aggregate }) });
    await publishDefaultProcess(commands, config.tenantId);
    const projector = new Projector({ ...engines, logger, registry });
    projector.start();
    await options.beforeListening?.({ commands, projector, eventStore });
    const health = new Health([
      { name: 'event-store', check: () => eventStore.ping() },
      { name: 'view-store', check: () => viewStore.ping() },
      { name: 'event-bus', check: () => eventBus.ping() },
    ]);
    if (!isReadable(eventBus)) throw new Error('the standalone server needs a bus that it can read');
    const app = await createHttpApp({
      module: {
        module: StandaloneModule,
        imports: [
          CommandApiModule.with({ service: commands, tenantId: config.tenantId }),
          QueryApiModule.with({ eventStore, viewStore, eventBus }),
          ProjectorModule.with({ projector, viewStore }),
          OperationsModule.with({ health, registry }),
        ],
      },
      logger,
      registry,
      openapi: openApiInfo,
      translations: commandProblems,
    });
    await app.listen(config.port, config.host);
    const stop = async () => {
      health.drain();
      await app.close();
      await projector.stop();
      await closeAll(engines);
    };
    return {
      url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
      commands,
      projector,
      eventStore,
      viewStore,
      stop,
    };
  } catch (error) {
    await closeAll(engines);
    throw error;
  }
}

class StandaloneModule {}

interface Engines {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly eventBus: EventBus;
}

async function openEngines({ eventStoreUrl, viewStoreUrl, eventBusUrl }: StandaloneConfig): Promise<Engines> {
  const eventStore = await openEventStore(eventStoreUrl);
  const viewStore = await openViewStore(viewStoreUrl);
  const eventBus = await openEventBus(eventBusUrl);
  return { eventStore, viewStore, eventBus };
}

async function closeAll({ eventStore, viewStore, eventBus }: Engines): Promise<void> {
  await Promise.all([eventBus.close(), viewStore.close(), eventStore.close()]);
}
