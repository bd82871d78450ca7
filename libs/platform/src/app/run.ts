import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { exitOf, readConfig, type Config, type httpSettings, type Settings } from '../config/index.js';
import { createLogger, type Logger } from '../logging/index.js';
import { startTelemetry, telemetrySettings, type Telemetry } from '../telemetry/index.js';
import { keepHeapSmall } from './heap.js';
import { helpOf } from './help.js';
import type { App } from './start-app.js';

/** A program that serves until it is told to stop. */
export interface ServerProgram<S extends Settings & typeof httpSettings> {
  readonly name: string;
  /** What it does, in one line. */
  readonly about: string;
  readonly settings: S;
  /** Flags that it takes, with what they do. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly start: (config: Config<S>, logger: Logger, flags: ReadonlySet<string>) => Promise<App>;
  /** Said on standard output when it is ready, for a person who started it by hand. */
  readonly welcome?: (url: string) => string;
}

/** Everything must have ended by then; half a second is kept back of the ten that an orchestrator gives. Milliseconds. */
const SHUTDOWN_MS = 9_500;
/** So much of that is left when the last spans have been sent, or given up. Milliseconds. */
const SPARE_MS = 250;
/** How often it is looked whether a program is ready that was not when it began to listen. Milliseconds. */
const LOOK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a server as this process: reads its arguments and settings, starts it, and stops it in order at the first SIGTERM
 * or SIGINT; a second one ends it at once. Whatever else goes wrong ends it as well, see {@link exitOf}.
 */
export function runServer<S extends Settings & typeof httpSettings>(program: ServerProgram<S>): void {
  process.on('uncaughtException', fail);
  keepHeapSmall();
  serve(program).catch(fail);
}

async function serve<S extends Settings & typeof httpSettings>({
  name,
  about,
  settings,
  flags = {},
  start,
  welcome,
}: ServerProgram<S>) {
  const options = Object.fromEntries(['help', ...Object.keys(flags)].map(flag => [flag, { type: 'boolean' as const }]));
  const { values } = parseArgs({ options });
  const given = new Set(Object.keys(values));
  if (given.has('help'))
    return console.log(helpOf({ name, about, settings: { ...settings, ...telemetrySettings }, flags }));
  const config = readConfig(settings, process.env);
  const telemetry = await startTelemetry({ app: name, env: process.env });
  const logger = createLogger(name, (config as Config<typeof httpSettings>).logLevel);
  let stop = (signal: NodeJS.Signals): void => process.exit(128 + constants.signals[signal]);
  for (const signal of SIGNALS) process.on(signal, () => stop(signal));
  const endAtOnce = stop;
  const app = await start(config, logger, given);
  stop = signal => {
    stop = endAtOnce;
    logger.info({ signal }, 'stopping');
    const deadline = performance.now() + SHUTDOWN_MS;
    setTimeout(() => {
      logger.error('not stopped in time');
      process.exit(1);
    }, SHUTDOWN_MS).unref();
    end(app, telemetry, deadline - SPARE_MS).then(() => {
      logger.info('stopped');
      process.exit(0);
    }, fail);
  };
  if (welcome === undefined) return;
  while (!(await app.ready())) await pause(LOOK_MS);
  console.log(welcome(app.url));
}

/** What the app still did is traced too. A collector that does not answer is waited for as long as the app has left of its time. */
async function end(app: App, telemetry: Telemetry, deadline: number): Promise<void> {
  try {
    await app.stop();
  } finally {
    await telemetry.shutdown(deadline - performance.now());
  }
}

/** One plain line for what the operator can mend; the whole error for what is ours. */
function fail(error: unknown): never {
  const exit = exitOf(error);
  console.error(exit?.line ?? error);
  process.exit(exit?.code ?? 1);
}
