import { openApiInfo, startApp, type App, type Config, type Logger } from '@touchstream/platform';
import { QueryApiModule } from './query-api.module.js';
import type { queryApiSettings } from './settings.js';

/** Starts the read side alone. It writes nothing anywhere. Only the past and the streams are read from the event store. */
export const startQueryApi = (config: Config<typeof queryApiSettings>, logger: Logger): Promise<App> =>
  startApp({ name: 'query-api', config, logger, needs: ['view-store'] }, async ({ engines }) => {
    const readOnly = true;
    const [eventStore, viewStore] = await Promise.all([
      engines.eventStore(config.eventStoreUrl, { readOnly }),
      engines.viewStore(config.viewStoreUrl, { readOnly }),
    ]);
    return {
      imports: [QueryApiModule.with({ eventStore, viewStore, personalTopics: config.personalTopics })],
      openapi: openApiInfo('Touchstream: queries'),
    };
  });
