import type Database from 'better-sqlite3';

/** Names read from the file at a time: some 95 microseconds. */
const PORTION = 256;
/** With these, one of some 300 names that are not there is taken for one that may be. */
const BITS_A_NAME = 12;
const HASHES = 6;
const LEAST_ROOM = 65_536;

/**
 * Tells of nearly every stream that is not there that it is not, without a look into the file: most that are looked for are about
 * to begin. A Bloom filter over the names, with double hashing (Kirsch and Mitzenmacher, "Less Hashing, Same Performance",
 * 2006). Of a file that has names already it reads some with each question, and tells nothing before it knows them all.
 */
export class StreamNames {
  readonly #count: Database.Statement<[], number>;
  readonly #after: Database.Statement<[number, number], string>;
  /** Streams are numbered one by one: it knows the names of all up to this number. */
  #upTo = 0;
  #isWhole = false;
  /** So many names it has bits for. */
  #room = 0;
  #bits = new Uint32Array(0);
  #first = 0;
  #step = 0;

  constructor(db: Database.Database) {
    this.#count = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM streams').safeIntegers(false).pluck();
    this.#after = db
      .prepare<[number, number], string>('SELECT name FROM streams WHERE id > ? ORDER BY id LIMIT ?')
      .pluck();
  }

  /** Whether there is certainly no stream of this name in the file. */
  lack(name: string): boolean {
    if (!this.#isWhole) this.#read();
    return this.#isWhole && !this.#has(name);
  }

  /** A stream has been added to the file. */
  added(number: number, name: string): void {
    if (number <= this.#upTo) return;
    if (number === this.#upTo + 1 && number <= this.#room) this.#put(name);
    else this.#isWhole = false;
  }

  /** It is not known any more what has been added to the file. */
  doubt(): void {
    this.#isWhole = false;
  }

  #read(): void {
    if (this.#room === 0) this.#begin();
    const names = this.#after.all(this.#upTo, PORTION);
    if (this.#upTo + names.length > this.#room) return this.#begin();
    for (const name of names) this.#put(name);
    this.#isWhole = names.length < PORTION;
  }

  /** Begins anew, with room for twice as many as there are. */
  #begin(): void {
    this.#room = Math.max(LEAST_ROOM, 2 * this.#count.get()!);
    this.#bits = new Uint32Array(Math.ceil((this.#room * BITS_A_NAME) / 32));
    this.#upTo = 0;
    this.#isWhole = false;
  }

  #put(name: string): void {
    this.#hash(name);
    for (let n = 0; n < HASHES; n += 1) {
      const at = this.#bit(n);
      this.#bits[at >>> 5]! |= 1 << (at & 31);
    }
    this.#upTo += 1;
  }

  #has(name: string): boolean {
    this.#hash(name);
    for (let n = 0; n < HASHES; n += 1) {
      const at = this.#bit(n);
      if ((this.#bits[at >>> 5]! & (1 << (at & 31))) === 0) return false;
    }
    return true;
  }

  /** Two hashes of a name in one go: FNV-1a with 32 bits, over UTF-16 code units, from two beginnings. */
  #hash(name: string): void {
    let first = 0x811c9dc5;
    let step = 0x9e3779b9;
    for (let at = 0; at < name.length; at += 1) {
      const code = name.charCodeAt(at);
      first = Math.imul(first ^ code, 0x01000193);
      step = Math.imul(step ^ code, 0x01000193);
    }
    this.#first = first ^ (first >>> 15);
    this.#step = (step ^ (step >>> 15)) | 1;
  }

  /** The number of one of the bits of the name that was hashed last. */
  #bit(n: number): number {
    return ((this.#first + Math.imul(n, this.#step)) >>> 0) % (this.#bits.length * 32);
  }
}
