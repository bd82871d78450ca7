export { SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.js';
export type { AppendStats } from './group-commit.js';
