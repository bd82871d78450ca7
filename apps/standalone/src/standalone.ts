import { CommandApiModule, writeProblemTranslations } from '@touchstream/command-api';
import { CommandService } from '@touchstream/command-service';
import { isReadable, openEventBus, type EventBus } from '@touchstream/event-bus';
import { openEventStore, type EventStore } from '@touchstream/event-store';
import {
  commandMetrics,
  createHttpApp,
  createRegistry,
  ensureListenable,
  Health,
  opened,
  OperationsModule,
  type Config,
  type Logger,
} from '@touchstream/platform';
import { Projector, ProjectorModule } from '@touchstream/projector';
import { QueryApiModule } from '@touchstream/query-api';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import { openApiInfo } from './openapi-info.js';
import { publishDefaultProcess } from './default-process.js';
import { standaloneSettings } from './settings.js';

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
  const endings = new Endings();
  try {
    return await start(config, { logger, options, endings });
  } catch (error) {
    await endings.run();
    throw error;
  }
}

interface Surroundings {
  readonly logger: Logger;
  readonly options: StartOptions;
  readonly endings: Endings;
}

async function start(config: StandaloneConfig, { logger, options, endings }: Surroundings): Promise<Standalone> {
  const engines = await openEngines(config, endings);
  const { eventStore, viewStore, eventBus } = engines;
  if (!isReadable(eventBus)) throw new Error('the standalone server needs a bus that it can read');
  const registry = createRegistry('standalone');
  const metrics = commandMetrics(registry);
  const commands = new CommandService({
    store: eventStore,
    onConflict: aggregate => metrics.conflicts.inc({ aggregate }),
  });
  await publishDefaultProcess(commands, config.tenantId);
  const projector = new Projector({ ...engines, logger, registry, commands });
  projector.start();
  endings.add(() => projector.stop());
  await options.beforeListening?.({ commands, projector, eventStore });
  const health = healthOf(engines);
  const app = await createHttpApp({
    module: {
      module: StandaloneModule,
      imports: [
        CommandApiModule.with({ service: commands, tenantId: config.tenantId, metrics }),
        QueryApiModule.with({ eventStore, viewStore, eventBus }),
        ProjectorModule.with({ projector, viewStore }),
        OperationsModule.with({ health, registry }),
      ],
    },
    logger,
    registry,
    openapi: openApiInfo,
    translations: writeProblemTranslations,
  });
  endings.add(() => app.close());
  endings.add(() => health.drain());
  await app.listen(config.port, config.host);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return { url, commands, projector, eventStore, viewStore, stop: () => endings.run() };
}

class StandaloneModule {}

/** What is to be ended, in the opposite order of its beginning. */
class Endings {
  readonly #list: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#list.push(end);
  }

  async run(): Promise<void> {
    for (let end = this.#list.pop(); end !== undefined; end = this.#list.pop()) await end();
  }
}

interface Engines {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly eventBus: EventBus;
}

async function openEngines(config: StandaloneConfig, endings: Endings): Promise<Engines> {
  const { eventStoreUrl, viewStoreUrl, eventBusUrl } = standaloneSettings;
  const eventStore = await opened(eventStoreUrl, () => openEventStore(config.eventStoreUrl));
  endings.add(() => eventStore.close());
  const viewStore = await opened(viewStoreUrl, () => openViewStore(config.viewStoreUrl));
  endings.add(() => viewStore.close());
  const eventBus = await opened(eventBusUrl, () => openEventBus(config.eventBusUrl));
  endings.add(() => eventBus.close());
  return { eventStore, viewStore, eventBus };
}

const healthOf = ({ eventStore, viewStore, eventBus }: Engines) =>
  new Health([
    { name: 'event-store', check: () => eventStore.ping() },
    { name: 'view-store', check: () => viewStore.ping() },
    { name: 'event-bus', check: () => eventBus.ping() },
  ]);
