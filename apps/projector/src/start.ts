import { CommandService } from '@touchstream/command-service';
import { commandMetrics, openApiInfo, startApp, type App, type Config, type Logger } from '@touchstream/platform';
import { Projector } from './projector.js';
import { ProjectorModule } from './projector.module.js';
import { enginesOfViews, sharingOf, type projectorSettings } from './settings.js';

/** Starts the projector alone. */
export const startProjector = (config: Config<typeof projectorSettings>, logger: Logger): Promise<App> =>
  startApp(
    { name: 'projector', config, logger, needs: enginesOfViews(config) },
    async ({ engines, registry, onStop }) => {
      const [eventStore, viewStore, eventBus] = await Promise.all([
        engines.eventStore(config.eventStoreUrl),
        engines.viewStore(config.viewStoreUrl),
        engines.eventBus(config.eventBusUrl),
      ]);
      const { conflicts, appends } = commandMetrics(registry);
      const commands = new CommandService({
        store: eventStore,
        onConflict: aggregate => conflicts.inc({ aggregate }),
        onAppended: seconds => appends.observe(seconds),
      });
      const projector = new Projector({
        eventStore,
        viewStore,
        eventBus,
        logger,
        registry,
        commands,
        sharing: sharingOf(config, { eventBusUrl: config.eventBusUrl, onStop }),
        personalTopics: config.personalTopics,
      });
      projector.start();
      onStop(() => projector.stop());
      return {
        imports: [ProjectorModule.with({ projector, viewStore, logger })],
        openapi: openApiInfo('Touchstream: projections'),
      };
    },
  );
