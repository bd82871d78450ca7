import type { EventBus, ReadableBus } from './event-bus.js';
import { KafkaBus } from './kafka/index.js';
import { LogBus } from './log/index.js';

interface OpenOptions {
  /** For consumers: nothing is published. */
  readonly readOnly?: boolean;
}

/** Each engine by the scheme of its URL. */
const engines: Readonly<Record<string, (url: string, options: OpenOptions) => Promise<EventBus>>> = {
  'log:': (url, { readOnly = false }) => LogBus.open({ path: url.slice('log:'.length), readOnly }),
  'kafka:': (url, { readOnly = false }) => KafkaBus.open({ url, readOnly }),
};

/**
 * Opens the bus of a URL: `log:./data/bus` (a folder), `kafka://broker:9092,broker:9092/?ssl=true` (as `kafkaSettings` reads it).
 * Throws `EventBusUnavailable`, `EventBusIncompatible` where it never can be used; a plain error for a URL that it cannot read.
 */
export async function openEventBus(url: string, options: OpenOptions = {}): Promise<EventBus> {
  const scheme = `${url.split(':', 1)[0]}:`;
  const open = engines[scheme];
  if (open === undefined)
    throw new RangeError(`no event bus for ${scheme} (known: ${Object.keys(engines).join(', ')})`);
  return open(url, options);
}

/** Whether this process can read the bus itself, without a consumer of its engine. */
export const isReadable = (bus: EventBus): bus is ReadableBus => 'read' in bus && 'subscribe' in bus;
