import type { EventBus, ReadableBus } from './event-bus.js';
import { KafkaBus } from './kafka/index.js';
import { LogBus } from './log/index.js';

export interface OpenEventBusOptions {
  /** For consumers: nothing is published. False where left out. */
  readonly readOnly?: boolean;
}

type Open = (url: string, options: OpenEventBusOptions) => Promise<EventBus>;

/** `log:./data/bus`: a folder. */
const openLog: Open = (url, options) => {
  const path = url.slice('log:'.length);
  if (path === '') throw new TypeError('it names no folder; as in log:./data/bus');
  return LogBus.open({ ...options, path });
};

/** `kafka://broker:9092,broker:9092/?ssl=true`, as `kafkaSettings` reads it. */
const openKafka: Open = (url, options) => KafkaBus.open({ ...options, url });

/** The engines by the scheme of their URLs. Adding one is adding a line. */
const engines: ReadonlyMap<string, Open> = new Map([
  ['log', openLog],
  ['kafka', openKafka],
]);

/** What the URL of an event bus begins with, before the colon. */
export const eventBusSchemes: readonly string[] = [...engines.keys()];

/**
 * Opens the event bus that a URL names. Throws TypeError for a URL that it cannot read, with a message that begins with "it" or "its" and
 * shows nothing of the URL's credentials; rejects with `EventBusUnavailable`, or `EventBusIncompatible` where it never can be used.
 */
export async function openEventBus(url: string, options: OpenEventBusOptions = {}): Promise<EventBus> {
  const open = engines.get(/^[^:]*(?=:)/.exec(url)?.[0] ?? '');
  if (open === undefined)
    throw new TypeError(`it must begin with ${eventBusSchemes.map(scheme => `${scheme}:`).join(' or ')}`);
  return open(url, options);
}

/** Whether this process can read the bus itself, without a consumer of its engine. */
export const isReadable = (bus: EventBus): bus is ReadableBus => 'read' in bus && 'subscribe' in bus;
