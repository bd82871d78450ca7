#!/usr/bin/env node
import 'reflect-metadata';
import { runServer } from '@touchstream/platform';
import { isDemoDue, loadDemo } from './demo/index.js';
import { standaloneSettings } from './settings.js';
import { startStandalone, type StandaloneConfig, type StandaloneParts } from './standalone.js';

/** Loads the sample company where there is nothing yet. */
const sampleCompany =
  ({ tenantId }: StandaloneConfig) =>
  async ({ eventStore, projector }: StandaloneParts): Promise<void> => {
    if (await isDemoDue(eventStore, tenantId)) await loadDemo({ eventStore, projector, tenantId });
  };

const welcome = (url: string) => `
Touchstream is ready at ${url}
  API documentation   ${url}/docs
  Customers           ${url}/v1/customers
  Pipeline board      ${url}/v1/pipeline
  Live events         ${url}/v1/events
Ctrl-C stops it.`;

runServer({
  name: 'standalone',
  about: 'the write side, the projector and the read side in one process',
  settings: standaloneSettings,
  flags: { empty: 'do not load the sample company into an empty data folder' },
  start: (config, logger, flags) => {
    // A server that others may share is not for sample data.
    const isForSamples = config.eventStoreUrl.startsWith('sqlite:') && !flags.has('empty');
    return startStandalone(config, logger, isForSamples ? { beforeListening: sampleCompany(config) } : {});
  },
  welcome,
});
