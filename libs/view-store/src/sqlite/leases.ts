import type { Lease } from '../view-store.js';
import type { Statement, Statements } from './statements.js';

type Row = [token: bigint, name: string, holder: string, expiresAt: bigint];
const COLUMNS = 'token, name, holder, expires_at';

const leaseOf = ([token, name, holder, expiresAt]: Row): Lease => ({
  token,
  name,
  holder,
  expiresAt: new Date(Number(expiresAt)).toISOString(),
});

export interface LeaseWanted {
  readonly name: string;
  readonly holder: string;
  readonly ttlMs: number;
}

/** The table of leases, by the clock of the machine, which all who can open the file share. Inside the caller's transaction. */
export class Leases {
  readonly #prolong: Statement;
  readonly #forget: Statement;
  readonly #take: Statement;
  readonly #release: Statement;
  readonly #list: Statement;

  constructor(statements: Statements) {
    this.#prolong = statements.get(
      `UPDATE leases SET expires_at = ? WHERE name = ? AND holder = ? RETURNING ${COLUMNS}`,
    );
    this.#forget = statements.get('DELETE FROM leases WHERE expires_at <= ?');
    this.#take = statements.get(
      `INSERT INTO leases (name, holder, expires_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
    );
    this.#release = statements.get('DELETE FROM leases WHERE name = ? AND token = ?');
    this.#list = statements.get(`SELECT ${COLUMNS} FROM leases WHERE expires_at > ? ORDER BY name`);
  }

  acquire({ name, holder, ttlMs }: LeaseWanted): Lease | undefined {
    if (!(ttlMs >= 1)) throw new RangeError('a lease lasts 1 ms or longer');
    const now = Date.now();
    const until = BigInt(now + Math.floor(ttlMs));
    const own = this.#prolong.get(until, name, holder) as Row | undefined;
    if (own !== undefined) return leaseOf(own);
    this.#forget.run(BigInt(now));
    const taken = this.#take.get(name, holder, until) as Row | undefined;
    return taken && leaseOf(taken);
  }

  release({ name, token }: Pick<Lease, 'name' | 'token'>): void {
    this.#release.run(name, token);
  }

  /** Those that have not expired. */
  list(): readonly Lease[] {
    return (this.#list.all(BigInt(Date.now())) as Row[]).map(leaseOf);
  }
}
