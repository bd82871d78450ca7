import { setTimeout } from 'node:timers/promises';
import { EventBusUnavailable, openEventBus, type EventBus } from '@touchstream/event-bus';
import { EventStoreUnavailable, openEventStore, type EventStore } from '@touchstream/event-store';
import { openViewStore, ViewStoreUnavailable, type ViewStore } from '@touchstream/view-store';
import { engineSettings, opened } from '../config/index.js';
import type { HealthCheck } from '../health/index.js';
import type { Logger } from '../logging/index.js';
import { late, type Answers, type Engine } from './late.js';
import { persistently } from './persistently.js';

/** So long a start waits for an engine, so that what is wrong for good ends it; then it goes on without. Milliseconds. */
const FIRST_MS = 1_000;

export type EngineName = 'event-store' | 'view-store' | 'event-bus';

/** What is to be known of a kind of engine to begin without it. */
interface Kind<T> {
  readonly name: EngineName;
  readonly setting: { readonly env: string };
  readonly away: new (message: string) => Error;
  readonly answers: Answers<T>;
}

const eventStoreKind: Kind<EventStore> = {
  name: 'event-store',
  setting: engineSettings.eventStoreUrl,
  away: EventStoreUnavailable,
  answers: {
    append: 'once',
    readStream: 'once',
    readFeed: 'once',
    subscribe: 'stream',
    head: 'once',
    ping: 'once',
  },
};

const viewStoreKind: Kind<ViewStore> = {
  name: 'view-store',
  setting: engineSettings.viewStoreUrl,
  away: ViewStoreUnavailable,
  answers: {
    generations: 'once',
    create: 'once',
    activate: 'once',
    drop: 'once',
    getMany: 'once',
    commit: 'once',
    parked: 'once',
    parkedKeys: 'once',
    get: 'once',
    getVersion: 'once',
    find: 'once',
    tally: 'once',
    checkpoint: 'once',
    acquire: 'once',
    release: 'once',
    leases: 'once',
    ping: 'once',
  },
};

const eventBusKind: Kind<EventBus> = {
  name: 'event-bus',
  setting: engineSettings.eventBusUrl,
  away: EventBusUnavailable,
  answers: { prepare: 'once', publish: 'once', ping: 'once' },
};

export interface EnginesOptions {
  readonly logger: Logger;
  /** Where each engine's `close` is put. */
  readonly onOpened: (engine: Engine) => void;
}

interface Access {
  /** For a process that never writes to it. */
  readonly readOnly?: boolean;
}

/**
 * Opens the engines of an app. One that is away does not stop the start: it is asked again and again, and calls to it
 * fail as its port says until it is there. One that can never be used throws, see `exitOf`.
 */
export class Engines {
  /** Whether each one answers. */
  readonly checks: HealthCheck<EngineName>[] = [];

  constructor(private readonly options: EnginesOptions) {}

  eventStore(url: string, access: Access = {}): Promise<EventStore> {
    return this.#open(eventStoreKind, () => openEventStore(url, access));
  }

  viewStore(url: string, access: Access = {}): Promise<ViewStore> {
    return this.#open(viewStoreKind, () => openViewStore(url, access));
  }

  eventBus(url: string): Promise<EventBus> {
    return this.#open(eventBusKind, () => openEventBus(url));
  }

  async #open<T extends Engine>(kind: Kind<T>, open: () => Promise<T>): Promise<T> {
    const { name } = kind;
    const { onOpened } = this.options;
    const giving = new AbortController();
    const opening = this.#reached(kind, open, giving.signal);
    const engine =
      (await Promise.race([opening, setTimeout(FIRST_MS, undefined, { ref: false })])) ??
      late(opening, {
        answers: kind.answers,
        away: () => new kind.away(`the ${name} has not been reached yet`),
        giveUp: () => giving.abort(),
      });
    onOpened(engine);
    this.checks.push({ name, check: () => engine.ping() });
    return engine;
  }

  /** The engine, opened, when it has answered for the first time; closed again where that is not to be. */
  async #reached<T extends Engine>(
    { name, setting }: Kind<T>,
    open: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { logger } = this.options;
    let engine: T | undefined;
    let wasAway = false;
    const reach = async (): Promise<void> => {
      engine ??= await opened(setting, open);
      await engine.ping();
    };
    const onAway = (error: Error): void => {
      wasAway = true;
      logger.warn({ engine: name, reason: error.message }, 'engine is away; it is waited for');
    };
    // So that a call under way does not keep who gives up.
    signal.addEventListener('abort', () => void engine?.close());
    try {
      await persistently(reach, { signal, onAway });
    } catch (error) {
      await engine?.close();
      throw error;
    }
    if (wasAway) logger.info({ engine: name }, 'engine is there');
    return engine!;
  }
}
