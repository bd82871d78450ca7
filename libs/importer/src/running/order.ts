interface Turn {
  /** Settles when the work whose turn it is has changed the record, or is found not to. */
  change: Promise<unknown>;
  /** Works that go on beside each other from then on; the next that changes the record waits for them. */
  names: Set<Promise<unknown>>;
}

/** The turn of a work that changes a record, and the one before. */
interface Place {
  readonly name: string;
  readonly ahead: Turn;
  readonly own: Turn;
}

/** What a work does to records. */
export interface Concern {
  readonly changes: Iterable<string>;
  /** Without changing them. */
  readonly names?: Iterable<string>;
  /** Which of the records it is still to change, asked when nothing before it changes them any more: all, where left out. */
  readonly stillChanges?: () => ReadonlySet<string>;
}

const DONE = Promise.resolve();
const newTurn = (): Turn => ({ change: DONE, names: new Set() });

/**
 * Keeps works that concern the same record in the order they came: one that changes a record waits for all earlier ones
 * that change or name it, one that names it for the earlier ones that change it. A work that finds it no longer changes
 * a record only names it from then on. All others run side by side.
 */
export class RecordOrder {
  readonly #turns = new Map<string, Turn>();

  run<T>({ changes, names = [], stillChanges }: Concern, work: () => Promise<T>): Promise<T> {
    const changed = new Set(changes);
    const places = [...changed].map(name => this.#place(name));
    const named = [...new Set(names)].filter(name => !changed.has(name)).map(name => [name, this.#turn(name)] as const);
    const changing = [...places.map(({ ahead }) => ahead), ...named.map(([, turn]) => turn)]
      .map(({ change }) => change)
      .filter(change => change !== DONE);
    const begin = (left: ReadonlySet<string>) => {
      const before = places.flatMap(({ name, ahead }) => (left.has(name) ? [...ahead.names] : []));
      return before.length === 0 ? work() : Promise.allSettled(before).then(work);
    };
    if (changing.length === 0) {
      const mine = begin(changed);
      for (const { own } of places) own.change = mine;
      return this.#entered(mine, places, named);
    }
    const left = Promise.allSettled(changing).then(() => stillChanges?.() ?? changed);
    const mine = left.then(begin);
    for (const place of places) {
      place.own.change = left.then<unknown>(still => (still.has(place.name) ? mine : stepAside(place, mine)));
      place.own.change.catch(() => undefined);
    }
    return this.#entered(mine, places, named);
  }

  #place(name: string): Place {
    const place = { name, ahead: this.#turns.get(name) ?? newTurn(), own: newTurn() };
    this.#turns.set(name, place.own);
    return place;
  }

  #turn(name: string): Turn {
    const turn = this.#turns.get(name) ?? newTurn();
    this.#turns.set(name, turn);
    return turn;
  }

  #entered<T>(mine: Promise<T>, places: readonly Place[], named: readonly (readonly [string, Turn])[]): Promise<T> {
    for (const [, turn] of named) turn.names.add(mine);
    const leave = () => {
      for (const { name, own } of places) {
        own.change = DONE;
        this.#leave(name, own, mine);
      }
      for (const [name, turn] of named) this.#leave(name, turn, mine);
    };
    mine.then(leave, leave);
    return mine;
  }

  #leave(name: string, turn: Turn, mine: Promise<unknown>): void {
    turn.names.delete(mine);
    if (turn.change === DONE && turn.names.size === 0 && this.#turns.get(name) === turn) this.#turns.delete(name);
  }
}

/** Lets those behind begin beside the work and those that it went on beside: whoever changes the record waits for all of them. */
function stepAside({ ahead, own }: Place, mine: Promise<unknown>): void {
  for (const one of own.names) ahead.names.add(one);
  ahead.names.add(mine);
  own.names = ahead.names;
  own.change = DONE;
}
