import type { EventStore } from '../event-store.js';

/** The store under test, and how to leave it and come back. */
export interface Opened {
  readonly store: EventStore;
  reopen(): Promise<EventStore>;
}
