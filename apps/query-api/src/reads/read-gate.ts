import { Inject, Injectable } from '@nestjs/common';
import { WaitTimedOut, whenViewAt } from '@touchstream/projections';
import { minPositionOf, Problem, type Headers } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { VIEW_STORE } from './ports.js';

/** So long a read waits for its view before it answers 503. */
const WAIT_MS = 2_000;

/** Lets a read wait until its views have seen the position that `X-Min-Position` names. */
@Injectable()
export class ReadGate {
  constructor(@Inject(VIEW_STORE) private readonly views: ViewStore) {}

  /** Nothing to wait for where the header is missing. */
  pass(headers: Headers, ...names: readonly string[]): Promise<void> | undefined {
    const position = minPositionOf(headers);
    return position === undefined ? undefined : this.passAt(position, ...names);
  }

  /** The same for a position that the read itself calls for. */
  async passAt(position: bigint, ...names: readonly string[]): Promise<void> {
    try {
      await Promise.all(names.map(name => whenViewAt(this.views, name, position, { timeoutMs: WAIT_MS })));
    } catch (error) {
      if (!(error instanceof WaitTimedOut)) throw error;
      throw new Problem('view-behind', 'the view has not reached the position yet', { retryAfter: 1 });
    }
  }
}
