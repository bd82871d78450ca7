import Database from 'better-sqlite3';

/** The view, and beside it what the inbox must remember: one file, so that one transaction holds both. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS orders (
    order_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, currency TEXT NOT NULL, net TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS customers (
    customer_id TEXT NOT NULL, currency TEXT NOT NULL, orders INTEGER NOT NULL, revenue TEXT NOT NULL,
    PRIMARY KEY (customer_id, currency)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox_handled (
    key TEXT NOT NULL, stream TEXT NOT NULL, revision INTEGER NOT NULL, event_id TEXT NOT NULL, recorded_at TEXT NOT NULL,
    topic TEXT NOT NULL, partition INTEGER NOT NULL, "offset" INTEGER NOT NULL,
    PRIMARY KEY (key, stream)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS inbox_holds (
    topic TEXT NOT NULL, key TEXT NOT NULL, hold TEXT NOT NULL, PRIMARY KEY (topic, key)
  ) STRICT, WITHOUT ROWID;
`;

/** Opens the service's file, and makes it where it is not. */
export function openDatabase(path: string): Database.Database {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  // An offset is committed after this: what the file loses would not come again.
  db.pragma('synchronous = FULL');
  db.exec(TABLES);
  return db;
}
