import type { Random } from '../../fixtures/random.js';
import { get } from './request.js';
import type { Sent, Traffic } from './traffic.js';

/** The same reads again and again, in no order. */
export class ReadMix implements Traffic {
  readonly #requests: readonly Sent[];
  constructor(
    private readonly random: Random,
    paths: readonly string[],
  ) {
    this.#requests = paths.map(path => ({ request: get(path) }));
  }
  next(): Sent {
    return this.random.pick(this.#requests);
  }
}
