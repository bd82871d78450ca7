import { Injectable } from '@nestjs/common';
import { whenViewAt } from '@touchstream/projections';
import { minPositionOf, Problem, type Headers } from '@touchstream/platform';
import { ViewStore } from './ports.js';

/** So long a read waits for its view before it answers 503. */
const WAIT_MS = 2_000;

/** Lets a read wait until its views have seen the position that `X-Min-Position` names. */
@Injectable()
export class ReadGate {
  constructor(private readonly views: ViewStore) {}

  async pass(headers: Headers, ...names: readonly string[]): Promise<void> {
    const position = minPositionOf(headers);
    if (position !== undefined) await this.passAt(position, ...names);
  }

  /** The same for a position that the read itself calls for. */
  async passAt(position: bigint, ...names: readonly string[]): Promise<void> {
    const there = await Promise.all(names.map(name => whenViewAt(this.views, name, position, { timeoutMs: WAIT_MS })));
    if (there.includes(false))
      throw new Problem('view-behind', 'the view has not reached the position yet', { retryAfter: 1 });
  }
}
