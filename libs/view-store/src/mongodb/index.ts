export { MongoDbViewStore } from './mongodb-view-store.js';
export type { MongoDbViewStoreOptions } from './connection.js';
