import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { MongoClient, type Db } from 'mongodb';

const SERVER = process.env['TEST_MONGODB_URL'] || undefined;

/** A suite on a server. Where no address of one is given it is skipped, which its name and the standard error output say. */
export function describeMongoDb(name: string, tests: () => void): void {
  const skipped = `${name}: SKIPPED: TEST_MONGODB_URL is not set`;
  if (SERVER === undefined) process.stderr.write(`${skipped}\n`);
  const [run, title] = SERVER === undefined ? [describe.skip, skipped] : [describe, name];
  run(title, tests);
}

/** The address of a database that is there for one test. */
export interface TestDatabase {
  readonly url: string;
  /** Works on it by the bare driver. */
  withDriver<T>(work: (db: Db) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

export function newDatabase(server = new URL(SERVER!)): TestDatabase {
  const url = new URL(server);
  url.pathname = `/test-${randomUUID()}`;
  const withDriver = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    const client = new MongoClient(url.href);
    try {
      return await work(client.db());
    } finally {
      await client.close();
    }
  };
  return {
    url: url.href,
    withDriver,
    async drop() {
      await withDriver(async db => {
        // A server that drops a collection document by document, with a write to its disk for each, is faster told to empty it.
        for (const collection of await db.collections()) await collection.deleteMany({});
        await db.dropDatabase();
      });
    },
  };
}
