/** The greatest id that SQLite can give. */
const MAX_ID = 9_223_372_036_854_775_807n;

/** The key is the fencing token: AUTOINCREMENT never gives one again, also where its row is gone. */
const LEASES = `
  CREATE TABLE leases (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    holder TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Beside these, each generation has tables of its own, named after its id. A generation's row stays when its tables are
 * gone, so that its number is never given again. `state`: building → active → dropped → gone, or building → dropped → gone.
 * `worded`: up to this id the words of an active one's documents stand in the table of tokens; of those beyond, only in themselves.
 */
export const TABLES = `
  CREATE TABLE generations (
    id INTEGER PRIMARY KEY,
    view TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    position INTEGER NOT NULL,
    recorded_at TEXT,
    layout TEXT NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    worded INTEGER NOT NULL DEFAULT 0,
    UNIQUE (view, number)
  ) STRICT;
  CREATE UNIQUE INDEX generations_active ON generations (view) WHERE state = 'active';
  CREATE TABLE parked (
    generation INTEGER NOT NULL REFERENCES generations (id),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    reason TEXT NOT NULL,
    parked_at TEXT NOT NULL,
    PRIMARY KEY (generation, key, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX parked_in_order ON parked (generation, position, key);
  ${LEASES}
`;

/** What brings a file of the version before to the next one, from version 1 on. */
export const UPGRADES: readonly string[] = [
  `ALTER TABLE generations ADD COLUMN fence INTEGER NOT NULL DEFAULT 0; ${LEASES}`,
  // Entries got another form. Views are built anew from the events sooner than they are changed.
  `UPDATE generations SET state = 'dropped' WHERE state IN ('building', 'active')`,
  // The words of all documents are in the tables, as far as an id can go.
  `ALTER TABLE generations ADD COLUMN worded INTEGER NOT NULL DEFAULT 0; UPDATE generations SET worded = ${MAX_ID}`,
];
