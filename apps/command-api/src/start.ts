import { openApiInfo, startApp, type App, type Config, type Logger } from '@touchstream/platform';
import type { commandApiSettings } from './settings.js';
import { writeSide } from './write-side.js';

/** Starts the write side alone. */
export const startCommandApi = (config: Config<typeof commandApiSettings>, logger: Logger): Promise<App> =>
  startApp({ name: 'command-api', config, logger, needs: ['event-store'] }, async surroundings => {
    const eventStore = await surroundings.engines.eventStore(config.eventStoreUrl);
    const { tenantId, uploadsLimit } = config;
    const { imports, translations } = writeSide(surroundings, { eventStore, tenantId, uploadsLimit });
    return { imports, translations, openapi: openApiInfo('Touchstream: commands') };
  });
