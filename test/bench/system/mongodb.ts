import { newDatabase } from '../../fixtures/mongodb.js';
import { CannotRun } from '../framework/bench.js';

/** A database of its own on the server that the environment names. Throws {@link CannotRun} where it names none. */
export function benchDatabase(): { readonly url: string; end(): Promise<void> } {
  const server = process.env['TEST_MONGODB_URL'];
  if (server === undefined) throw new CannotRun('TEST_MONGODB_URL names no server of MongoDB');
  const database = newDatabase(server);
  return { url: database.url, end: () => database.drop() };
}
