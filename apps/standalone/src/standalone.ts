import { writeSide } from '@touchstream/command-api';
import type { CommandService } from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
import { ConfigError, isAway, openApiInfo, startApp, type App, type Config, type Logger } from '@touchstream/platform';
import { enginesOfViews, Projector, ProjectorModule, sharingOf } from '@touchstream/projector';
import { QueryApiModule } from '@touchstream/query-api';
import type { ViewStore } from '@touchstream/view-store';
import type { standaloneSettings } from './settings.js';

export type StandaloneConfig = Config<typeof standaloneSettings>;

/** What the server is made of. */
export interface StandaloneParts {
  readonly commands: CommandService;
  readonly projector: Projector;
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
}

/** The running server. */
export type Standalone = App & StandaloneParts;

export interface StartOptions {
  /** Runs when everything works and before the server listens: loading of sample data. Not at a start at which a store is away. */
  readonly beforeListening?: (parts: StandaloneParts) => Promise<void>;
}

/** Starts the write side, the projector and the read side in one process. */
export async function startStandalone(
  config: StandaloneConfig,
  logger: Logger,
  { beforeListening }: StartOptions = {},
): Promise<Standalone> {
  let parts: StandaloneParts | undefined;
  // A file of events has one writer, which is this process: nobody to share with, and nobody's lease to wait for.
  const isAlone = config.eventStoreUrl.startsWith('sqlite:');
  if (isAlone && config.viewFeed === 'kafka')
    throw new ConfigError('VIEW_FEED is kafka, and EVENT_STORE_URL is a file');
  const needs = enginesOfViews(config);
  const app = await startApp({ name: 'standalone', config, logger, needs }, async surroundings => {
    const { engines, registry, onStop } = surroundings;
    const eventStore = await engines.eventStore(config.eventStoreUrl);
    const viewStore = await engines.viewStore(config.viewStoreUrl);
    const eventBus = await engines.eventBus(config.eventBusUrl);
    const { commands, prepared, imports, translations } = writeSide(surroundings, {
      eventStore,
      tenantId: config.tenantId,
      uploadsLimit: config.uploadsLimit,
    });
    const projector = new Projector({
      eventStore,
      viewStore,
      eventBus,
      logger,
      registry,
      commands,
      personalTopics: config.personalTopics,
      ...(!isAlone && { sharing: sharingOf(config, { eventBusUrl: config.eventBusUrl, onStop }) }),
    });
    projector.start();
    onStop(() => projector.stop());
    parts = { commands, projector, eventStore, viewStore };
    if (beforeListening !== undefined && (await areThere([eventStore, viewStore], logger))) {
      await prepared;
      await beforeListening(parts);
    }
    return {
      imports: [
        ...imports,
        QueryApiModule.with({ eventStore, viewStore, personalTopics: config.personalTopics }),
        ProjectorModule.with({ projector, viewStore, logger }),
      ],
      translations,
      openapi: openApiInfo('Touchstream'),
    };
  });
  return { ...app, ...parts! };
}

/** Whether the stores answer; a server without them listens all the same, and says that it is not ready. */
async function areThere(stores: readonly Pick<EventStore, 'ping'>[], logger: Logger): Promise<boolean> {
  try {
    await Promise.all(stores.map(store => store.ping()));
    return true;
  } catch (error) {
    if (!isAway(error)) throw error;
    logger.warn({ reason: (error as Error).message }, 'a store is away: no sample data are loaded at this start');
    return false;
  }
}
