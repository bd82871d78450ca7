interface Turn {
  /** The last work that changes the record. */
  change: Promise<unknown>;
  /** Works since then that name it without changing it. */
  readonly names: Set<Promise<unknown>>;
}

const DONE = Promise.resolve();

/**
 * Keeps works that concern the same record in the order they came: one that changes a record waits for all earlier ones
 * that change or name it, one that names it for the earlier ones that change it. All others run side by side.
 */
export class RecordOrder {
  readonly #turns = new Map<string, Turn>();

  run<T>(changes: readonly string[], names: readonly string[], work: () => Promise<T>): Promise<T> {
    const before: Promise<unknown>[] = [];
    for (const name of names) {
      const turn = this.#turns.get(name);
      if (turn !== undefined && turn.change !== DONE) before.push(turn.change);
    }
    for (const name of changes) {
      const turn = this.#turns.get(name);
      if (turn !== undefined) before.push(turn.change, ...turn.names);
    }
    const mine = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    this.#enter(mine, changes, names);
    return mine;
  }

  #enter(mine: Promise<unknown>, changes: readonly string[], names: readonly string[]): void {
    for (const name of changes) this.#turns.set(name, { change: mine, names: new Set() });
    for (const name of names) {
      const turn = this.#turns.get(name) ?? { change: DONE, names: new Set() };
      if (turn.change !== mine) this.#turns.set(name, turn).get(name)!.names.add(mine);
    }
    const leave = () => {
      for (const name of changes) if (this.#turns.get(name)?.change === mine) this.#leave(name, this.#turns.get(name)!);
      for (const name of names) {
        const turn = this.#turns.get(name);
        if (turn?.names.delete(mine) === true) this.#forget(name, turn);
      }
    };
    mine.then(leave, leave);
  }

  #leave(name: string, turn: Turn): void {
    turn.change = DONE;
    this.#forget(name, turn);
  }

  #forget(name: string, turn: Turn): void {
    if (turn.change === DONE && turn.names.size === 0) this.#turns.delete(name);
  }
}
