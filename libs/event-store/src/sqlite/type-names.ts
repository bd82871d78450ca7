import type Database from 'better-sqlite3';

/** The types' names and the numbers that stand for them in the file. */
export class TypeNames {
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();
  /** Numbers are given in order; all up to this one are known. */
  #upTo = 0;
  readonly #number: Database.Statement<[string], number>;
  readonly #newer: Database.Statement<[number], [number: number, name: string]>;
  readonly #name: Database.Statement<[number], string>;

  constructor(db: Database.Database) {
    this.#number = db.prepare<[string], number>('SELECT id FROM types WHERE name = ?').safeIntegers(false).pluck();
    this.#newer = db
      .prepare<[number], [number, string]>('SELECT id, name FROM types WHERE id > ?')
      .safeIntegers(false)
      .raw();
    this.#name = db.prepare<[number], string>('SELECT name FROM types WHERE id = ?').safeIntegers(false).pluck();
  }

  /** Undefined for a type that no event has. */
  numberOf(name: string): number | undefined {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#number.get(name);
    if (number !== undefined) this.#remember(name, number);
    return number;
  }

  /** The numbers of those of the names that an event has: many names at once. */
  numbersOf(names: readonly string[]): readonly number[] {
    for (const [number, name] of this.#newer.all(this.#upTo)) {
      this.#remember(name, number);
      this.#upTo = number;
    }
    return names.flatMap(name => this.#numbers.get(name) ?? []);
  }

  nameOf(number: number): string {
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    const name = this.#name.get(number) as string;
    this.#remember(name, number);
    return name;
  }

  #remember(name: string, number: number): void {
    this.#numbers.set(name, number);
    this.#names.set(number, name);
  }
}
