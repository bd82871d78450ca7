/** What a work does to records. */
export interface Concern {
  readonly changes: readonly string[];
  /** Without changing them. */
  readonly names?: readonly string[];
  /** Which of the records it is still to change, asked when nothing before it changes them any more: all, where left out. */
  readonly stillChanges?: () => ReadonlySet<string>;
}

/** What a work has to wait for: so many others; then it goes on. Plain calls: one promise for each would outlive the young heap. */
class Waiting {
  #others = 0;
  #goOn: (() => void) | undefined;

  get isOver(): boolean {
    return this.#others === 0;
  }

  /** For the change of a turn. */
  forChange(turn: Turn | undefined): void {
    if (turn?.changing !== true) return;
    this.#others += 1;
    turn.behind ??= [];
    turn.behind.push(this);
  }

  /** For all that go on beside each other. */
  forAll(beside: Beside | undefined): void {
    if (beside === undefined || beside.count === 0) return;
    this.#others += 1;
    beside.next = this;
  }

  whenOver(goOn: () => void): void {
    this.#goOn = goOn;
  }

  /** One of those it waits for has ended. */
  ended(): void {
    this.#others -= 1;
    if (this.#others === 0) this.#goOn!();
  }
}

/** Works that name a record and go on beside each other. */
interface Beside {
  count: number;
  /** The one that is to change the record after them. */
  next: Waiting | undefined;
}

/** A work that changes a record, and those behind it that name the record. */
interface Turn {
  /** Whether those behind still wait for it. */
  changing: boolean;
  behind: Waiting[] | undefined;
  names: Beside;
}

/** The turn of a work that changes a record, and the one before. */
interface Place {
  readonly name: string;
  readonly ahead: Turn | undefined;
  readonly own: Turn;
  /** Whether it was found not to change the record, and names it only. */
  aside: boolean;
}

/** A record that a work names, and the turn that it stands behind. */
interface Naming {
  readonly name: string;
  readonly turn: Turn;
}

const newTurn = (changing: boolean): Turn => ({
  changing,
  behind: undefined,
  names: { count: 0, next: undefined },
});

/**
 * Keeps works that concern the same record in the order they came: one that changes a record waits for all earlier ones
 * that change or name it, one that names it for the earlier ones that change it. A work that finds it no longer changes
 * a record only names it from then on. All others run side by side.
 */
export class RecordOrder {
  readonly #turns = new Map<string, Turn>();

  run<T>({ changes, names = [], stillChanges }: Concern, work: () => Promise<T>): Promise<T> {
    const places: Place[] = [];
    for (const name of changes) if (!isAmong(places, name)) places.push(this.#place(name));
    const namings: Naming[] = [];
    for (const name of names)
      if (!isAmong(places, name) && !isAmong(namings, name)) namings.push({ name, turn: this.#named(name) });

    const waiting = new Waiting();
    for (const { ahead } of places) waiting.forChange(ahead);
    for (const { turn } of namings) waiting.forChange(turn);
    const begin = (left?: ReadonlySet<string>): Promise<T> => {
      for (const place of places)
        if (left?.has(place.name) === false) stepAside(place);
        else waiting.forAll(place.ahead?.names);
      const begun = waiting.isOver ? work() : new Promise<T>(resolve => waiting.whenOver(() => resolve(work())));
      for (const { aside, own } of places) if (aside) release(own);
      return begun;
    };
    const mine = waiting.isOver
      ? begin()
      : new Promise<T>(resolve => waiting.whenOver(() => resolve(begin(stillChanges?.()))));
    const end = () => this.#leave(places, namings);
    mine.then(end, end);
    return mine;
  }

  #place(name: string): Place {
    const place = { name, ahead: this.#turns.get(name), own: newTurn(true), aside: false };
    this.#turns.set(name, place.own);
    return place;
  }

  #named(name: string): Turn {
    let turn = this.#turns.get(name);
    if (turn === undefined) this.#turns.set(name, (turn = newTurn(false)));
    turn.names.count += 1;
    return turn;
  }

  #leave(places: readonly Place[], namings: readonly Naming[]): void {
    for (const { name, own, aside } of places) {
      if (aside) leave(own.names);
      else release(own);
      this.#forget(name);
    }
    for (const { name, turn } of namings) {
      leave(turn.names);
      this.#forget(name);
    }
  }

  /** Forgets a record that nothing concerns any more. */
  #forget(name: string): void {
    const last = this.#turns.get(name);
    if (last?.changing === false && last.names.count === 0) this.#turns.delete(name);
  }
}

const isAmong = (some: readonly { readonly name: string }[], name: string): boolean =>
  some.some(one => one.name === name);

/** Goes on beside those ahead, together with those behind: whoever changes the record next waits for all of them. */
function stepAside(place: Place): void {
  const { ahead, own } = place;
  const names = ahead?.names ?? { count: 0, next: undefined };
  names.count += own.names.count + 1;
  own.names = names;
  place.aside = true;
}

/** Lets those behind a change begin. */
function release(turn: Turn): void {
  turn.changing = false;
  const { behind = [] } = turn;
  turn.behind = undefined;
  for (const one of behind) one.ended();
}

function leave(beside: Beside): void {
  beside.count -= 1;
  if (beside.count > 0) return;
  const { next } = beside;
  beside.next = undefined;
  next?.ended();
}
