import { setImmediate } from 'node:timers/promises';
import { EventStoreFenced, WrongExpectedRevision, type Appended } from '../event-store.js';
import type { Append, Appender, Outcome } from './appender.js';
import { failure } from './failures.js';

/** Bounds of one transaction: those who come meanwhile wait for as long as it takes. A larger append goes alone. */
export interface CommitBounds {
  readonly appends: number;
  readonly bytes: number;
}

/** What has been written since the store was opened. Repeated and refused appends write nothing. */
export interface AppendStats {
  /** Transactions that wrote, each made durable once. */
  readonly commits: number;
  readonly appends: number;
  readonly events: number;
}

interface Waiting extends Append {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

const bytesOf = ({ events }: Append): number =>
  events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);

/** Appends that come while a transaction is being written share the next one, and so the wait for the disk. */
export class GroupCommit {
  #waiting: Waiting[] = [];
  /** The run of transactions under way. */
  #running: Promise<void> | undefined;
  #fenced: EventStoreFenced | undefined;
  #commits = 0;
  #appends = 0;
  #events = 0;

  constructor(
    private readonly appender: Appender,
    private readonly options: {
      readonly path: string;
      readonly bounds: CommitBounds;
      readonly onCommitted: () => void;
    },
  ) {}

  get stats(): AppendStats {
    return { commits: this.#commits, appends: this.#appends, events: this.#events };
  }

  append({ stream, expectedRevision, events }: Append): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ stream, expectedRevision, events, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Throws {@link EventStoreFenced} once another writer has been found. */
  ensureWriter(): void {
    if (this.#fenced !== undefined) throw this.#fenced;
  }

  /** Resolves when none waits. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Those that come in the same turn of the event loop belong together.
      await setImmediate();
      await this.#commit(this.#take());
    }
    this.#running = undefined;
  }

  /** The first of those that wait, as many as the bounds let. */
  #take(): readonly Waiting[] {
    const { appends, bytes } = this.options.bounds;
    let count = 0;
    let sum = 0;
    for (const append of this.#waiting.slice(0, appends)) {
      sum += bytesOf(append);
      if (count > 0 && sum > bytes) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      this.ensureWriter();
      this.#settle(batch, await this.appender.commit(batch));
    } catch (error) {
      const reason = failure(this.options.path, error);
      if (reason instanceof EventStoreFenced) this.#fenced = reason;
      for (const { reject } of batch) reject(reason);
    }
  }

  #settle(batch: readonly Waiting[], outcomes: readonly Outcome[]): void {
    const events = this.#events;
    batch.forEach((append, at) => this.#answer(append, outcomes[at] as Outcome));
    if (this.#events === events) return;
    this.#commits += 1;
    this.options.onCommitted();
  }

  #answer({ events, resolve, reject }: Waiting, outcome: Outcome): void {
    if (outcome instanceof WrongExpectedRevision) return reject(outcome);
    if (!outcome.repeated) {
      this.#appends += 1;
      this.#events += events.length;
    }
    resolve(outcome);
  }
}
