import { Id, Instant, Nested, Optional, Whole } from '../contract/index.js';
import { SalesTotals } from '../pricing/index.js';

export const discountScopes = ['line', 'quote'] as const;

/** What a quote comes to after an event. */
export abstract class QuoteState {
  @Id() quoteId!: string;
  @Whole(1) version!: number;
  @Nested(() => SalesTotals) totals!: SalesTotals;
}

/** A change of what is quoted. */
export abstract class QuoteEdit extends QuoteState {
  /** The business time of the event; earlier ones leave it out. */
  @Optional() @Instant() at?: string;
}
