import type { OpenSide } from '../framework/side.js';
import { customersOnly, History } from './history.js';
import { writeHistory } from './write-history.js';

export interface HistoryOrder {
  readonly path: string;
  readonly events: number;
  /** `customers`: every event registers one. */
  readonly of: 'everything' | 'customers';
}

/** Writes histories in a process of its own. */
export const open = (async () => ({
  round: async ({ path, events, of }: HistoryOrder): Promise<void> =>
    writeHistory(path, of === 'customers' ? customersOnly(events) : new History(events)),
})) satisfies OpenSide<void, HistoryOrder, void>;
