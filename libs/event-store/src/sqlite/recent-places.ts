/** Events of a stream, one after the other: the revision of the first, and the position of each. */
export interface Stretch {
  readonly revision: number;
  readonly positions: readonly number[];
}

type Stretches = Map<number, { readonly revision: number; readonly positions: number[] }>;

/**
 * Where the newest events stand, by the numbers of their streams, in two ages: the index in the file gets those of the old
 * one, while those of the young one wait.
 */
export class RecentPlaces {
  #young: Stretches = new Map();
  #old: Stretches = new Map();
  #count = 0;

  /** Events of the young age. */
  get count(): number {
    return this.#count;
  }

  /** By stream. */
  get old(): ReadonlyMap<number, Stretch> {
    return this.#old;
  }

  /** The next event of a stream. */
  add(stream: number, revision: number, position: number): void {
    const known = this.#young.get(stream);
    if (known === undefined) this.#young.set(stream, { revision, positions: [position] });
    else known.positions.push(position);
    this.#count += 1;
  }

  /** The young become the old; what was old is forgotten. */
  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#count = 0;
  }

  forgetOld(): void {
    this.#old = new Map();
  }

  of(stream: number): Stretch | undefined {
    const [old, young] = [this.#old.get(stream), this.#young.get(stream)];
    if (old === undefined || young === undefined) return old ?? young;
    return { revision: old.revision, positions: [...old.positions, ...young.positions] };
  }

  /** The stream's last revision. */
  end(stream: number): number | undefined {
    const last = this.#young.get(stream) ?? this.#old.get(stream);
    return last && last.revision + last.positions.length - 1;
  }
}
