import { Doorbell } from '../doorbell.js';
import { nameOf } from '../fold/index.js';
import { pauseBefore, type Backoff } from './backoff.js';
import { isFatal } from './errors.js';
import { lifeTransitions, type LifeState } from './state.js';

/** What is known of a loop from outside. Instants are ISO 8601 in UTC. */
export interface LifeStatus {
  readonly state: LifeState;
  readonly since: string;
  /** When it last did something or found nothing to do; stands still where the loop hangs. */
  readonly heartbeatAt: string;
  /** Failed attempts since something last succeeded. */
  readonly attempts: number;
  /** While `retrying`: when it tries again. */
  readonly retryAt?: string;
  /** The last error by name and code. */
  readonly lastError?: { readonly name: string; readonly at: string };
}

export interface StateChange {
  readonly from: LifeState;
  readonly to: LifeState;
  /** What led to `retrying` or `failed`. Its message may hold personal data: log its name. */
  readonly error?: unknown;
}

interface LifeOptions {
  /** One run, from the stored checkpoint until the signal aborts; throws on any error. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly backoff: Backoff;
  readonly onState: (change: StateChange) => void;
}

const now = () => new Date().toISOString();

/** Keeps a loop alive: runs it, and after an error that may pass runs it again, see {@link lifeTransitions}. */
export class Life {
  private state: LifeState = 'stopped';
  private since = now();
  private heartbeatAt = now();
  private attempts = 0;
  private retryAt?: string;
  private lastError?: LifeStatus['lastError'];
  private stopping = new AbortController();
  private bell = new Doorbell();
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly options: LifeOptions) {}

  get isRunning(): boolean {
    return this.state !== 'stopped' && this.state !== 'failed';
  }

  status(): LifeStatus {
    const { state, since, heartbeatAt, attempts, retryAt, lastError } = this;
    return {
      state,
      since,
      heartbeatAt,
      attempts,
      ...(retryAt !== undefined && { retryAt }),
      ...(lastError !== undefined && { lastError }),
    };
  }

  /** Starts the loop; nothing happens where it runs already. */
  start(): void {
    if (this.isRunning) return;
    this.stopping = new AbortController();
    this.bell = new Doorbell();
    this.attempts = 0;
    this.enter('starting');
    this.ended = this.live(this.stopping.signal);
  }

  /** Lets the running batch finish, then ends the loop. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    await this.ended;
    this.enter('stopped');
  }

  beat(): void {
    this.heartbeatAt = now();
  }

  /** Something was achieved: the next failure starts with a short pause again. */
  succeeded(): void {
    this.attempts = 0;
  }

  /** An error that leads to nothing worse than another try. */
  noted(error: unknown): void {
    this.lastError = { name: nameOf(error), at: now() };
  }

  enter(to: LifeState, error?: unknown): void {
    this.beat();
    const from = this.state;
    if (from === to) return;
    if (!lifeTransitions[from].includes(to)) throw new Error(`a loop that is ${from} cannot become ${to}`);
    this.state = to;
    this.since = this.heartbeatAt;
    this.options.onState({ from, to, ...(error !== undefined && { error }) });
  }

  private async live(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.enter('starting');
      try {
        await this.options.run(signal);
      } catch (error) {
        if (!(await this.survives(error, signal))) return;
      }
    }
  }

  private async survives(error: unknown, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    this.noted(error);
    if (isFatal(error)) {
      this.enter('failed', error);
      return false;
    }
    this.attempts += 1;
    const millis = pauseBefore(this.attempts, this.options.backoff);
    this.retryAt = new Date(Date.now() + millis).toISOString();
    this.enter('retrying', error);
    await this.bell.wait(millis);
    delete this.retryAt;
    return true;
  }
}
