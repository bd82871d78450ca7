import { viewStoreContract } from '../contract/index.js';
import { describeMongoDb, newDatabase } from './testing/database.js';
import { MongoDbViewStore } from './index.js';

describeMongoDb('MongoDB', () => {
  viewStoreContract('MongoDbViewStore', async () => {
    const database = newDatabase();
    return { open: () => MongoDbViewStore.open({ url: database.url }), remove: () => database.drop() };
  });
});
