import type Database from 'better-sqlite3';

/** The types' names and the numbers that stand for them in the file. */
export class TypeNames {
  readonly #numbers = new Map<string, bigint>();
  readonly #names = new Map<bigint, string>();
  /** Numbers are given in order; all up to this one are known. */
  #upTo = 0n;
  readonly #number: Database.Statement<[string], bigint>;
  readonly #newer: Database.Statement<[bigint], [number: bigint, name: string]>;
  readonly #name: Database.Statement<[bigint], string>;

  constructor(db: Database.Database) {
    this.#number = db.prepare<[string], bigint>('SELECT id FROM types WHERE name = ?').pluck();
    this.#newer = db.prepare<[bigint], [bigint, string]>('SELECT id, name FROM types WHERE id > ?').raw();
    this.#name = db.prepare<[bigint], string>('SELECT name FROM types WHERE id = ?').pluck();
  }

  /** Undefined for a type that no event has. */
  numberOf(name: string): bigint | undefined {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#number.get(name);
    if (number !== undefined) this.#remember(name, number);
    return number;
  }

  /** The numbers of those of the names that an event has: many names at once. */
  numbersOf(names: readonly string[]): readonly bigint[] {
    for (const [number, name] of this.#newer.all(this.#upTo)) {
      this.#remember(name, number);
      this.#upTo = number;
    }
    return names.flatMap(name => this.#numbers.get(name) ?? []);
  }

  nameOf(number: bigint): string {
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    const name = this.#name.get(number) as string;
    this.#remember(name, number);
    return name;
  }

  #remember(name: string, number: bigint): void {
    this.#numbers.set(name, number);
    this.#names.set(number, name);
  }
}
