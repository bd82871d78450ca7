import { openEventDatabase } from '../event-database.js';
import { SqliteEventStore, type SqliteEventStoreOptions } from '../index.js';
import type { Writer } from '../writer.js';

/** A store whose rows a writer of the test's own writes. */
export function storeWith(
  writer: Writer,
  options: Omit<SqliteEventStoreOptions, 'path'> = {},
): { readonly store: SqliteEventStore; readonly db: ReturnType<typeof openEventDatabase>['db'] } {
  const database = openEventDatabase({ path: writer.options.path });
  const close = async () => {
    await writer.close();
    await database.close();
  };
  return { store: new SqliteEventStore({ ...database, writer, close }, options), db: database.db };
}
