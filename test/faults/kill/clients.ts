import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../../fixtures/random.js';
import type { Answer, Sent, Workload } from './workload.js';

/** A command that was acknowledged, and with what. */
export interface Acknowledged {
  readonly sent: Sent;
  readonly answer: Answer;
}

/** Clients that send commands one after another each, and keep a ledger of what they were told. */
export class Clients {
  readonly acknowledged: Acknowledged[] = [];
  /** Repeated commands that got another answer than the first time. */
  differing = 0;
  /** Sent, and the outcome is not known: to be repeated with the same key. */
  #unknown: Sent[] = [];
  #stopped = true;

  constructor(
    private readonly url: string,
    private readonly workload: Workload,
    private readonly random: Random,
  ) {}

  /** Repeats what is unknown, then sends new commands from `count` clients until it is stopped. */
  async run(count: number): Promise<void> {
    this.#stopped = false;
    const repeated = this.#unknown.splice(0);
    await Promise.all(repeated.map(sent => this.#send(sent)));
    await Promise.all(Array.from({ length: count }, () => this.#client()));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #client(): Promise<void> {
    while (!this.#stopped) {
      const again = this.acknowledged.length > 0 && this.random.next() < 0.05;
      if (again) await this.#repeat(this.random.pick(this.acknowledged));
      else await this.#send(this.workload.next());
    }
  }

  async #send(sent: Sent): Promise<void> {
    const answer = await this.#post(sent);
    if (answer === 'refused') return;
    if (answer === 'unknown') {
      this.#unknown.push(sent);
      return;
    }
    this.acknowledged.push({ sent, answer });
    this.workload.learn(sent, answer);
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
      const response = await fetch(this.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-actor': 'api:kill-test', 'idempotency-key': key },
        body: JSON.stringify(body),
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
