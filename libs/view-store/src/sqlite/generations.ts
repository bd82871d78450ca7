import type { Shape } from '../query/index.js';
import { StaleCommit, type Checkpoint, type Generation } from '../view-store.js';
import { Layout } from './layout.js';
import type { Statement, Statements } from './statements.js';

type Row = [
  id: bigint,
  view: string,
  number: bigint,
  version: bigint,
  state: string,
  position: bigint,
  recordedAt: string | null,
  worded: bigint,
];
const COLUMNS = 'id, view, number, version, state, position, recorded_at, worded';

/** Before the first event of the feed. */
const START = -1n;

/**
 * A generation with the id its tables are named after. Until it is active, there are no indexes but the key's, and nothing
 * in the tables of entries.
 */
export interface KeptGeneration {
  readonly id: bigint;
  /** The words of its documents up to this id are in the table of tokens, once it is active. */
  readonly worded: bigint;
  readonly generation: Generation;
}

const checkpointOf = (position: bigint, recordedAt: string | null): Checkpoint => ({
  position,
  ...(recordedAt !== null && { recordedAt }),
});

const kept = ([id, view, number, version, state, position, recordedAt, worded]: Row): KeptGeneration => ({
  id,
  worded,
  generation: {
    view,
    number: Number(number),
    version: Number(version),
    active: state === 'active',
    checkpoint: checkpointOf(position, recordedAt),
  },
});

type Named = Pick<Generation, 'view' | 'number'>;

/** What a generation is made for. */
export interface NewGeneration extends Pick<Generation, 'view' | 'version'> {
  readonly shape: Shape;
}

/** The table of generations. Inside the caller's transaction. */
export class Generations {
  readonly #list: Statement;
  readonly #named: Statement;
  readonly #active: Statement;
  readonly #layout: Statement;
  readonly #create: Statement;
  readonly #setState: Statement;
  readonly #dropOlder: Statement;
  readonly #advance: Statement;
  readonly #word: Statement;
  readonly #fence: Statement;
  readonly #dropped: Statement;

  constructor(statements: Statements) {
    const sql = (text: string) => statements.get(text);
    const living = `state IN ('building', 'active')`;
    this.#list = sql(`SELECT ${COLUMNS} FROM generations WHERE view = ? AND ${living} ORDER BY number`);
    this.#named = sql(`SELECT ${COLUMNS} FROM generations WHERE view = ? AND number = ? AND ${living}`);
    this.#active = sql(`SELECT ${COLUMNS} FROM generations WHERE view = ? AND state = 'active'`);
    this.#layout = sql('SELECT view, layout FROM generations WHERE id = ?');
    this.#create = sql(
      `INSERT INTO generations (view, number, version, state, position, layout, fence)
       VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM generations WHERE view = ?), ?, 'building', ${START}, ?, ?)
       RETURNING ${COLUMNS}`,
    );
    this.#setState = sql('UPDATE generations SET state = ? WHERE id = ?');
    this.#dropOlder = sql(`UPDATE generations SET state = 'dropped' WHERE view = ? AND ${living} AND number < ?`);
    this.#advance = sql('UPDATE generations SET position = ?, recorded_at = ? WHERE id = ?');
    this.#word = sql('UPDATE generations SET worded = ? WHERE id = ?');
    this.#fence = sql('UPDATE generations SET fence = ? WHERE id = ? AND fence <= ?');
    this.#dropped = sql(`SELECT id FROM generations WHERE state = 'dropped'`);
  }

  list(view: string): KeptGeneration[] {
    return (this.#list.all(view) as Row[]).map(kept);
  }

  find({ view, number }: Named): KeptGeneration | undefined {
    const row = this.#named.get(view, BigInt(number)) as Row | undefined;
    return row && kept(row);
  }

  /** Throws {@link StaleCommit} where it is gone: another projector has replaced it. */
  existing(named: Named): KeptGeneration {
    const found = this.find(named);
    if (found === undefined) throw new StaleCommit(`generation ${named.number} of ${named.view} is gone`);
    return found;
  }

  /** The generation that readers see. */
  active(view: string): KeptGeneration | undefined {
    const row = this.#active.get(view) as Row | undefined;
    return row && kept(row);
  }

  layout(id: bigint): Layout {
    const [view, shape] = this.#layout.get(id) as [string, string];
    return new Layout(id, view, JSON.parse(shape) as Shape);
  }

  create({ view, version, shape }: NewGeneration, fence = 0n): KeptGeneration {
    return kept(this.#create.get(view, view, BigInt(version), JSON.stringify(shape), fence) as Row);
  }

  /** Keeps the token; throws {@link StaleCommit} where a greater one has been given. */
  ensureFence({ id, generation: { view, number } }: KeptGeneration, fence: bigint | undefined): void {
    if (fence === undefined || this.#fence.run(fence, id, fence).changes > 0) return;
    throw new StaleCommit(`generation ${number} of ${view} has been written under a later lease than ${fence}`);
  }

  /** Makes it the active one; the older ones, of which one may have been that, are dropped. */
  activate({ id, generation: { view, number, active } }: KeptGeneration): void {
    if (active) return;
    this.#dropOlder.run(view, BigInt(number));
    this.#setState.run('active', id);
  }

  setState(id: bigint, state: 'dropped' | 'gone'): void {
    this.#setState.run(state, id);
  }

  advance(
    id: bigint,
    { position, recordedAt = null }: { position: bigint; recordedAt?: string | null | undefined },
  ): void {
    this.#advance.run(position, recordedAt, id);
  }

  /** The words of its documents are in the table of tokens, up to this one. */
  setWorded(id: bigint, worded: bigint): void {
    this.#word.run(worded, id);
  }

  /** Those whose tables are still there. */
  dropped(): readonly bigint[] {
    return (this.#dropped.all() as [bigint][]).map(([id]) => id);
  }
}
