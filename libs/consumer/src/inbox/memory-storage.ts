import type { Handled, Hold, HoldName, InboxStorage, SequenceName } from './storage.js';

/** What a transaction has changed so far. */
interface Changes {
  readonly handled: Map<string, Handled>;
  readonly holds: Map<string, Hold | undefined>;
}

const nameOf = ({ key, stream }: SequenceName) => JSON.stringify([key, stream]);
const holdOf = ({ topic, key }: HoldName) => JSON.stringify([topic, key]);

/**
 * An inbox in memory, for tests and for views that live in memory too. It forgets with the process: the topics are then to be read
 * from the start. A view that it is used with is not rolled back with it.
 */
export class MemoryInboxStorage implements InboxStorage<Changes> {
  readonly #handled = new Map<string, Handled>();
  readonly #holds = new Map<string, Hold>();
  #before: Promise<unknown> = Promise.resolve();

  /** One after the other. */
  transaction<T>(work: (tx: Changes) => Promise<T>): Promise<T> {
    const result = this.#before.then(() => this.#carryOut(work));
    this.#before = result.catch(() => undefined);
    return result;
  }
  async #carryOut<T>(work: (tx: Changes) => Promise<T>): Promise<T> {
    const tx: Changes = { handled: new Map(), holds: new Map() };
    const result = await work(tx);
    for (const [name, handled] of tx.handled) this.#handled.set(name, handled);
    for (const [name, hold] of tx.holds)
      if (hold === undefined) this.#holds.delete(name);
      else this.#holds.set(name, hold);
    return result;
  }
  handled(tx: Changes, sequence: SequenceName): Handled | undefined {
    const name = nameOf(sequence);
    return tx.handled.get(name) ?? this.#handled.get(name);
  }
  setHandled(tx: Changes, sequence: SequenceName, handled: Handled): void {
    tx.handled.set(nameOf(sequence), handled);
  }
  hold(tx: Changes, name: HoldName): Hold | undefined {
    return tx.holds.has(holdOf(name)) ? tx.holds.get(holdOf(name)) : this.#holds.get(holdOf(name));
  }
  setHold(tx: Changes, hold: Hold): void {
    tx.holds.set(holdOf(hold), hold);
  }
  removeHold(tx: Changes, name: HoldName): void {
    tx.holds.set(holdOf(name), undefined);
  }
  /** The keys that stand still. */
  holds(): readonly Hold[] {
    return [...this.#holds.values()];
  }
}
