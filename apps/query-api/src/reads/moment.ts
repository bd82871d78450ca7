/**
 * The instant at which something is answered. Whatever depends on it is asked of it, so that it can tell until when the
 * same answers hold.
 */
export class Moment {
  readonly #instant: string;
  readonly #day: string;
  #until = Number.POSITIVE_INFINITY;

  constructor(at: Date = new Date()) {
    this.#instant = at.toISOString();
    this.#day = this.#instant.slice(0, 10);
  }

  /** Whether an instant (ISO 8601, UTC, with milliseconds) has come. */
  hasCome(instant: string): boolean {
    if (instant <= this.#instant) return true;
    this.#until = Math.min(this.#until, Date.parse(instant));
    return false;
  }

  /** Whether a day (`2026-03-31`) is over (UTC). */
  isOver(day: string): boolean {
    if (day < this.#day) return true;
    this.#until = Math.min(this.#until, Date.parse(this.#day) + DAY_MS);
    return false;
  }

  /**
   * The first instant, in milliseconds since 1970, at which something that was asked may be answered otherwise; infinity where that
   * does not depend on time.
   */
  get until(): number {
    return this.#until;
  }
}
const DAY_MS = 86_400_000;
