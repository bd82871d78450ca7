import { Id, Nested, Whole } from '../contract/index.js';
import { SalesTotals } from '../pricing/index.js';

export const discountScopes = ['line', 'quote'] as const;

/** What a quote comes to after an event. */
export abstract class QuoteState {
  @Id() quoteId!: string;
  @Whole(1) version!: number;
  @Nested(() => SalesTotals) totals!: SalesTotals;
}
