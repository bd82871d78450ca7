import { setTimeout } from 'node:timers/promises';
import type { DynamicModule } from '@nestjs/common';
import { ensureListenable, type Config, type httpSettings } from '../config/index.js';
import { Engines, persistently, type EngineName } from '../engines/index.js';
import { Health } from '../health/index.js';
import { createHttpApp, OperationsModule, type HttpAppOptions } from '../http/index.js';
import type { Logger } from '../logging/index.js';
import { createRegistry, type Registry } from '../metrics/index.js';
import { Endings } from './endings.js';

/** What an app is put together with. */
export interface Surroundings {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly engines: Engines;
  /** To be ended when the app stops, last begun first: after the server, before the engines opened earlier. */
  readonly onStop: (end: () => unknown) => void;
  /** Does in the background what needs an engine, as soon as it is there; resolves when it is done. */
  readonly whenPossible: (what: string, work: () => Promise<unknown>) => Promise<void>;
}

/** What an app serves over HTTP. */
export interface Served extends Pick<HttpAppOptions, 'openapi' | 'translations'> {
  readonly imports: readonly DynamicModule[];
}

export interface AppOptions {
  /** In logs and metrics. */
  readonly name: string;
  readonly config: Config<typeof httpSettings>;
  readonly logger: Logger;
  /** The engines without which it can do nothing that it is for: it is ready while these answer. */
  readonly needs: readonly EngineName[];
}

/** A running app. */
export interface App {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Whether it should get requests: it does not stop, and the engines that it needs answer. */
  readonly ready: () => Promise<boolean>;
  /** Stops in order: readiness off, no new requests, drain, checkpoint, close. */
  readonly stop: () => Promise<void>;
}

/** Starts an app: what it is made of, then its server. Nothing of it is left where that fails. */
export async function startApp(
  options: AppOptions,
  assemble: (surroundings: Surroundings) => Promise<Served>,
): Promise<App> {
  ensureListenable(options.config);
  const endings = new Endings();
  try {
    return await start(options, endings, assemble);
  } catch (error) {
    await endings.run();
    throw error;
  }
}

async function start(
  { name, config, logger, needs }: AppOptions,
  endings: Endings,
  assemble: (surroundings: Surroundings) => Promise<Served>,
): Promise<App> {
  const registry = createRegistry(name);
  const stopping = new AbortController();
  endings.add(() => stopping.abort());
  const engines = new Engines({ logger, onOpened: engine => endings.add(() => engine.close()) });
  const { imports, ...served } = await assemble({
    logger,
    registry,
    engines,
    onStop: end => endings.add(end),
    whenPossible: (what, work) => whenPossible({ what, work, logger, signal: stopping.signal }),
  });
  const health = new Health(engines.checks, needs);
  const app = await createHttpApp({
    module: { module: AppModule, imports: [...imports, OperationsModule.with({ health, registry })] },
    logger,
    registry,
    anyHost: config.remoteAccess === 'yes',
    ...served,
  });
  endings.add(() => app.close());
  endings.add(() => setTimeout(config.shutdownDelay * 1_000));
  endings.add(() => health.drain());
  // For `localhost` Fastify would open a second server, on the other of its addresses, to which little of the first one's holds.
  await app.listen(config.port, config.host === 'localhost' ? '127.0.0.1' : config.host);
  const url = await app.getUrl();
  logger.info({ url }, 'listening');
  return { url, ready: async () => (await health.ready()).ready, stop: () => endings.run() };
}

class AppModule {}

async function whenPossible({
  what,
  work,
  logger,
  signal,
}: {
  readonly what: string;
  readonly work: () => Promise<unknown>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Promise<void> {
  try {
    await persistently(work, { signal, onAway: error => logger.warn({ what, reason: error.message }, 'put off') });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
