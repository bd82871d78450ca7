#!/usr/bin/env node
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { createLogger, exitOf, readConfig } from '@touchstream/platform';
import { isDemoDue, loadDemo } from './demo/index.js';
import { standaloneSettings } from './settings.js';
import { startStandalone } from './standalone.js';

const SHUTDOWN_MS = 10_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
  const config = readConfig(standaloneSettings, process.env);
  const logger = createLogger('standalone', config.logLevel);
  const server = await startStandalone(config, logger, {
    async beforeListening({ projector, eventStore }) {
      const { tenantId } = config;
      if (!values.empty && (await isDemoDue(eventStore, tenantId))) await loadDemo({ eventStore, projector, tenantId });
    },
  });
  console.log(welcome(server.url));
  const stop = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.stop().then(
      () => process.exit(0),
      error => fail(error),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

const welcome = (url: string) => `
Touchstream is ready at ${url}
  API documentation   ${url}/docs
  Customers           ${url}/v1/customers
  Pipeline board      ${url}/v1/pipeline
  Live events         ${url}/v1/events
Ctrl-C stops it.`;

/** One plain line for what the operator can mend; the whole error for what is ours. */
function fail(error: unknown): never {
  const exit = exitOf(error);
  console.error(exit?.line ?? error);
  process.exit(exit?.code ?? 1);
}

main().catch(fail);
