export { MongoDbViewStore } from './mongodb-view-store.js';
export type { MongoDbViewStoreOptions } from './connection.js';
export type { Timing } from './timing.js';
