import type Database from 'better-sqlite3';
import type { StoredEvent } from '@touchstream/events';
import type { TypeNames } from './type-names.js';

/**
 * The columns of a {@link Row}, where the events are `e` and their streams `s`. Text and plain numbers: to hand over bytes or
 * a bigint takes several times as long as to read them.
 */
const COLUMNS =
  'e.position, s.name, e.revision, e.type, e.recorded_at, lower(hex(e.id)), CAST(e.data AS TEXT), CAST(e.metadata AS TEXT)';

/** An event as it is read. Its numbers are far below 2^53: positions are counted one by one, times are in milliseconds. */
export type Row = readonly [
  position: number,
  stream: string,
  revision: number,
  type: number,
  recordedAt: number,
  /** Without hyphens. */
  id: string,
  data: string,
  metadata: string,
];

const REPLACEMENT = '\ufffd';
const BYTE_ORDER_MARK = '\ufeff';
/** Whether the text is certain to say what the bytes do: what is no UTF-8 was replaced. */
const isExact = (text: string): boolean => !text.startsWith(BYTE_ORDER_MARK) && !text.includes(REPLACEMENT);

const uuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

const AT = `
  FROM json_each(?) p CROSS JOIN events e ON e.position = p.value CROSS JOIN streams s ON s.id = e.stream
  ORDER BY p.key`;

/** Reads events out of their rows. */
export class Rows {
  readonly #bytes: Database.Statement<[number], [data: Buffer, metadata: Buffer]>;
  readonly #at: Database.Statement<[string], Row>;

  constructor(
    private readonly db: Database.Database,
    private readonly types: TypeNames,
  ) {
    this.#at = this.select(AT);
    this.#bytes = db.prepare<[number], [Buffer, Buffer]>('SELECT data, metadata FROM events WHERE position = ?').raw();
  }

  /** A statement that gives rows. `rest`: all behind `SELECT …`. */
  select<P extends unknown[]>(rest: string): Database.Statement<P, Row> {
    return this.db.prepare<P, Row>(`SELECT ${COLUMNS} ${rest}`).safeIntegers(false).raw();
  }

  /** The rows at these positions, in this order. */
  at(positions: readonly number[]): readonly Row[] {
    return this.#at.all(JSON.stringify(positions));
  }

  events(rows: readonly Row[]): readonly StoredEvent[] {
    let time = -1;
    let recordedAt = '';
    return rows.map(row => {
      const [position, stream, revision, type, millis, id] = row;
      // Those that were committed together have one time.
      if (millis !== time) {
        time = millis;
        recordedAt = new Date(millis).toISOString();
      }
      const [data, metadata] = this.#json(row);
      return {
        id: uuid(id),
        type: this.types.nameOf(type),
        stream,
        revision,
        position: BigInt(position),
        recordedAt,
        data,
        metadata,
      };
    });
  }

  #json([position, , , , , , data, metadata]: Row): readonly [StoredEvent['data'], StoredEvent['metadata']] {
    return isExact(data) && isExact(metadata) ? [data, metadata] : this.#bytes.get(position)!;
  }
}
