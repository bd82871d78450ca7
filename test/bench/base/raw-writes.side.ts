import { join } from 'node:path';
import Database from 'better-sqlite3';
import { tokens } from '@touchstream/view-store';
import { evolveDoc, views, type Doc, type Fields, type View } from '@touchstream/views';
import type { OpenSide } from '../framework/side.js';
import { Batches, envelopeOf } from '../history/batches.js';
import { History } from '../history/history.js';

export interface RawWritesOptions {
  readonly folder: string;
  readonly events: number;
  /** Events in a batch. */
  readonly batch: number;
}

type Value = string | number | bigint | null;
/** One statement to run; `doc` is put in as JSON in place of the first value. */
interface Write {
  readonly statement: Database.Statement<Value[]>;
  readonly doc?: Doc;
  readonly values: readonly Value[];
}
interface Known {
  readonly id: number;
  readonly doc: Doc;
  readonly fields: readonly Value[];
  readonly entries: ReadonlySet<string>;
}

const valueOf = (value: Fields[string] | undefined): Value =>
  typeof value === 'boolean' ? Number(value) : (value ?? null);
const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ');

/** One view's documents in tables of their own, with the indexes that the view declares. */
class RawView {
  readonly #fields: readonly string[];
  readonly #statements = new Map<string, Database.Statement<Value[]>>();
  readonly #known = new Map<string, Known>();
  #ids = 0;

  constructor(
    private readonly db: Database.Database,
    readonly view: View,
    private readonly table: string,
  ) {
    this.#fields = [...new Set(view.indexes.flatMap(({ fields }) => fields))];
    const column = (field: string) => `f${this.#fields.indexOf(field)}`;
    db.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, key TEXT, position INTEGER, body TEXT${this.#fields.map(field => `, ${column(field)} ANY`).join('')});
      CREATE UNIQUE INDEX ${table}_key ON ${table} (key);
      CREATE TABLE ${table}_entries (entry TEXT, id INTEGER, PRIMARY KEY (entry, id)) WITHOUT ROWID`);
    view.indexes.forEach(({ fields }, at) =>
      db.exec(`CREATE INDEX ${table}_${at} ON ${table} (${fields.map(column).join(', ')}, key)`),
    );
  }

  doc(key: string): Doc | null {
    return this.#known.get(key)?.doc ?? null;
  }

  /** What is the least to write so that the document becomes this one: what of it is the same is left alone. */
  writes(key: string, position: bigint, doc: Doc | null): readonly Write[] {
    const before = this.#known.get(key);
    if (doc === null) return before === undefined ? [] : this.#removal(key, before);
    const { fields = {}, lookups = {}, text = [] } = this.view.index(doc);
    const values = this.#fields.map(field => valueOf(fields[field]));
    const entries = new Set([
      ...tokens(text).map(token => `t${token}`),
      ...Object.entries(lookups).flatMap(([name, all]) => all.map(value => `l${name}:${value}`)),
    ]);
    const id = before?.id ?? (this.#ids += 1);
    this.#known.set(key, { id, doc, fields: values, entries });
    const body =
      before === undefined
        ? this.#insertion(doc, [key, position, id, ...values])
        : this.#update(doc, [position, id], { before: before.fields, values });
    return [body, ...this.#entryWrites(id, before?.entries ?? new Set(), entries)];
  }

  #insertion(doc: Doc, values: readonly Value[]): Write {
    const columns = ['body', 'key', 'position', 'id', ...this.#fields.map((_, at) => `f${at}`)];
    return {
      statement: this.#statement(`INSERT INTO ${this.table} (${columns.join(', ')}) VALUES (${marks(columns.length)})`),
      doc,
      values,
    };
  }

  #update(
    doc: Doc,
    [position, id]: readonly [bigint, number],
    fields: { before: readonly Value[]; values: readonly Value[] },
  ): Write {
    const changed = fields.values.flatMap((value, at) =>
      value === fields.before[at] ? [] : [{ column: `f${at}`, value }],
    );
    const set = ['body', 'position', ...changed.map(({ column }) => column)].map(column => `${column} = ?`);
    return {
      statement: this.#statement(`UPDATE ${this.table} SET ${set.join(', ')} WHERE id = ?`),
      doc,
      values: [position, ...changed.map(({ value }) => value), id],
    };
  }

  #removal(key: string, { id, entries }: Known): readonly Write[] {
    this.#known.delete(key);
    const row = { statement: this.#statement(`DELETE FROM ${this.table} WHERE id = ?`), values: [id] };
    return [row, ...this.#entryWrites(id, entries, new Set())];
  }

  #entryWrites(id: number, before: ReadonlySet<string>, after: ReadonlySet<string>): readonly Write[] {
    const table = `${this.table}_entries`;
    const added = this.#statement(`INSERT INTO ${table} (entry, id) VALUES (?, ?)`);
    const gone = this.#statement(`DELETE FROM ${table} WHERE entry = ? AND id = ?`);
    return [
      ...[...after].filter(entry => !before.has(entry)).map(entry => ({ statement: added, values: [entry, id] })),
      ...[...before].filter(entry => !after.has(entry)).map(entry => ({ statement: gone, values: [entry, id] })),
    ];
  }

  #statement(sql: string): Database.Statement<Value[]> {
    const known = this.#statements.get(sql) ?? this.db.prepare<Value[]>(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

/**
 * The base of the live projector: the same final documents, written batch by batch, to be found in the same ways. What they are
 * and which columns and entries of them are new has been worked out before the clock starts; nothing is compared, guarded
 * or remembered.
 */
export const open = (async ({ folder, events, batch: size }: RawWritesOptions) => {
  const db = new Database(join(folder, 'raw.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -65536');
  db.pragma('wal_autocheckpoint = 4000');
  const tables = views.map((view, at) => new RawView(db, view, `view_${at}`));
  const batches = new Batches(new History(events));
  let position = -1n;

  const writesOf = (piece: ReturnType<Batches['take']>): readonly Write[] => {
    const docs = tables.map(() => new Map<string, Doc | null>());
    for (const one of piece) {
      const event = envelopeOf(one, (position += 1n));
      for (const [at, table] of tables.entries()) {
        if (table.view.on[event.type] === undefined) continue;
        const changed = docs[at]!;
        for (const key of table.view.keys(event)) {
          const before = changed.has(key) ? changed.get(key)! : table.doc(key);
          changed.set(key, evolveDoc(table.view, before, event, key));
        }
      }
    }
    return tables.flatMap((table, at) => [...docs[at]!].flatMap(([key, doc]) => table.writes(key, position, doc)));
  };
  const write = db.transaction((writes: readonly Write[]) => {
    for (const { statement, doc, values } of writes)
      if (doc === undefined) statement.run(...values);
      else statement.run(JSON.stringify(doc), ...values);
  });
  return {
    /** Seconds to write what the next so many events come to. */
    round: async (count: number): Promise<number> => {
      const all = Array.from({ length: Math.ceil(count / size) }, (_, at) =>
        writesOf(batches.take(Math.min(size, count - at * size))),
      );
      const started = performance.now();
      for (const writes of all) write.immediate(writes);
      return (performance.now() - started) / 1000;
    },
    close: async () => {
      db.close();
    },
  };
}) satisfies OpenSide<RawWritesOptions, number, number>;
