import { jest } from '@jest/globals';
import { viewStoreContract } from '../contract/index.js';
import { describeMongoDb, newDatabase } from './testing/database.js';
import { MongoDbViewStore } from './index.js';

// Some of the servers that speak the protocol are slow.
jest.setTimeout(240_000);

describeMongoDb('MongoDB', () => {
  viewStoreContract('MongoDbViewStore', async () => {
    const database = newDatabase();
    return { open: () => MongoDbViewStore.open({ url: database.url }), remove: () => database.drop() };
  });
});
