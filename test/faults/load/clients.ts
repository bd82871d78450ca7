import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../../fixtures/random.js';
import type { Answer, Sent, Workload } from './workload.js';

/** A command that was acknowledged, and with what. */
export interface Acknowledged {
  readonly sent: Sent;
  readonly answer: Answer;
}

export interface ClientsOptions {
  readonly url: string;
  readonly workload: Workload;
  readonly random: Random;
  /** Each client thinks so long between one command and the next, in milliseconds: what there is to do stays below what can be done. */
  readonly thinkMs?: number;
}

/** How long a client waits for an answer, and how long it leaves a server in peace that gave none, in milliseconds. */
const PATIENCE = 30_000;
const PAUSE = 50;

/** Clients that send commands one after another each, and keep a ledger of what they were told. */
export class Clients {
  readonly acknowledged: Acknowledged[] = [];
  /** Repeated commands that got another answer than the first time. */
  differing = 0;
  /** Sent, and the outcome is not known: to be repeated with the same key. */
  #unknown: Sent[] = [];
  #stopped = true;

  constructor(private readonly options: ClientsOptions) {}

  /** Repeats what is unknown, then sends new commands from `count` clients until it is stopped. */
  async run(count: number): Promise<void> {
    this.#stopped = false;
    await this.#repeatUnknown();
    await Promise.all(Array.from({ length: count }, () => this.#client()));
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Repeats what is unknown until it is known; throws when the signal aborts before. */
  async settle(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#unknown.splice(0).map(sent => this.insist(sent, signal)));
  }

  /** Sends a command until it is answered; throws when the signal aborts before. */
  async insist(sent: Sent, signal: AbortSignal): Promise<Answer | 'refused'> {
    for (;;) {
      signal.throwIfAborted();
      const answer = await this.#attempt(sent);
      if (answer !== 'unknown') return answer;
      await pause(PAUSE);
    }
  }

  async #repeatUnknown(): Promise<void> {
    await Promise.all(this.#unknown.splice(0).map(sent => this.#send(sent)));
  }

  async #client(): Promise<void> {
    const { random, thinkMs = 0 } = this.options;
    while (!this.#stopped) {
      const again = this.acknowledged.length > 0 && random.next() < 0.05;
      if (again) await this.#repeat(random.pick(this.acknowledged));
      else await this.#send(this.#unknown.shift() ?? this.options.workload.next());
      if (thinkMs > 0) await pause(random.whole(0, 2 * thinkMs));
    }
  }

  async #send(sent: Sent): Promise<void> {
    if ((await this.#attempt(sent)) !== 'unknown') return;
    this.#unknown.push(sent);
    await pause(PAUSE);
  }

  async #attempt(sent: Sent): Promise<Answer | 'refused' | 'unknown'> {
    const answer = await this.#post(sent);
    if (answer === 'unknown' || answer === 'refused') return answer;
    this.acknowledged.push({ sent, answer });
    this.options.workload.learn(sent, answer);
    return answer;
  }

  async #repeat({ sent, answer }: Acknowledged): Promise<void> {
    // A command that changed nothing leaves nothing to be remembered by.
    if (answer.events.length === 0) return;
    const again = await this.#post(sent);
    if (again === 'unknown') return;
    if (again === 'refused' || !isDeepStrictEqual(again, answer)) this.differing += 1;
  }

  async #post({ path, body, key }: Sent): Promise<Answer | 'refused' | 'unknown'> {
    try {
      const response = await fetch(this.options.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-actor': 'api:fault-test', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as Answer;
      if (response.status >= 500) return 'unknown';
      if (response.status === 422 || response.status === 412) return 'refused';
      throw new Unexpected(`${path} was answered ${response.status}: ${text}`);
    } catch (error) {
      if (error instanceof Unexpected) throw error;
      return 'unknown';
    }
  }
}

/** The server said something that no correct server says to these commands. */
class Unexpected extends Error {
  override readonly name = 'Unexpected';
}
