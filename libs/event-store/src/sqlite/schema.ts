/** Positions in a span: where a type is found is kept by span. Part of the format of the file. */
export const SPAN = 500n;

/** Of an event's id, a UUID. Part of the format of the file. */
export const ID_BYTES = 16;

const TYPE_SPANS = `
  CREATE TABLE type_spans (
    type INTEGER NOT NULL REFERENCES types (id),
    span INTEGER NOT NULL,
    PRIMARY KEY (type, span)
  ) STRICT, WITHOUT ROWID;`;

/** Where the events of a stream stand, but for the newest ones, and how far that goes: see `StreamIndex` and `Merged`. */
const PLACES = `
  CREATE TABLE places (
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE merged (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    done INTEGER NOT NULL,
    until INTEGER NOT NULL,
    stream INTEGER NOT NULL
  ) STRICT;
  INSERT INTO merged (id, done, until, stream) VALUES (1, -1, -1, 0);`;

const EVENTS = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type INTEGER NOT NULL REFERENCES types (id),
    recorded_at INTEGER NOT NULL,
    id BLOB NOT NULL,
    data BLOB NOT NULL,
    metadata BLOB NOT NULL
  ) STRICT;`;

/**
 * Names are kept once. `stream` and `type` stand before the bytes, so that a scan which filters by them reads no
 * overflow pages. A stream's last revision is what `places` and the newest events say: kept in a column it would be
 * one more page to write per append. That `stream` is one of them is not checked: it would
 * be a page more to read. There is no unique index on `id`: an append is recognised by the ids that stand at
 * its own revision. Which spans of {@link SPAN} positions have events of a type is kept instead of an index by type: an index
 * is one more page to write for nearly every append, a span has most of its types after its first appends.
 */
export const TABLES = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE types (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  ${EVENTS}
  ${PLACES}
  ${TYPE_SPANS}
`;

/** What makes of each version the next one. */
export const UPGRADES: readonly string[] = [
  `${TYPE_SPANS}
   INSERT INTO type_spans SELECT DISTINCT type, position / ${SPAN} FROM events ORDER BY 1, 2;
   DROP INDEX events_by_type;`,
  `${PLACES}
   INSERT INTO places SELECT stream, revision, position FROM events ORDER BY 1, 2;
   UPDATE merged SET (done, until) = (SELECT coalesce(max(position), -1), coalesce(max(position), -1) FROM events);
   ALTER TABLE events RENAME TO events_before;
   ${EVENTS}
   INSERT INTO events SELECT * FROM events_before ORDER BY position;
   DROP TABLE events_before;`,
];
