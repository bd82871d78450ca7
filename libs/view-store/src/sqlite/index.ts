export type { SqliteViewStoreOptions } from './database.js';
export { SqliteViewStore } from './sqlite-view-store.js';
