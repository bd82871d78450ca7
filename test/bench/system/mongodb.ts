import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { CannotRun } from '../framework/bench.js';

/** A database of its own on the server that the environment names. */
export interface BenchDatabase {
  readonly url: string;
  end(): Promise<void>;
}

/** Throws {@link CannotRun} where the environment names no server. */
export function benchDatabase(): BenchDatabase {
  const server = process.env['TEST_MONGODB_URL'];
  if (server === undefined) throw new CannotRun('TEST_MONGODB_URL names no server of MongoDB');
  const url = new URL(server);
  url.pathname = `/bench-${randomUUID()}`;
  return {
    url: url.href,
    async end() {
      const client = new MongoClient(url.href);
      // A server that drops a collection document by document is faster told to empty it.
      for (const collection of await client.db().collections()) await collection.deleteMany({});
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
