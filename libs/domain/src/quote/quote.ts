import { quoteEvents } from '@touchstream/events';
import { aggregate, type FactReference } from '../decider/index.js';
import { approvalDecisions } from './approval.js';
import { quoteCommands } from './commands.js';
import { draftingDecisions } from './drafting.js';
import { evolveQuote } from './evolve.js';
import { outcomeDecisions } from './outcome.js';
import type { Quote, QuoteFacts } from './state.js';

const named = (aggregate_: string, id: string | undefined): FactReference | undefined =>
  id === undefined ? undefined : { aggregate: aggregate_, id };

const contacts = (ids: readonly string[]) =>
  Object.fromEntries(ids.map(id => [`contact/${id}` as const, { aggregate: 'contact', id }]));
const contact = (id: string | undefined) => contacts(id === undefined ? [] : [id]);

const bookOf = (state: Quote) => named('price-book', state.status === 'none' ? undefined : state.priceBookId);

export const quote = aggregate<Quote, typeof quoteCommands, typeof quoteEvents, QuoteFacts>({
  name: 'quote',
  commands: quoteCommands,
  events: quoteEvents,
  creates: ['DraftQuote'],
  initialState: { status: 'none' },
  customerId: state => (state.status === 'none' ? undefined : state.customerId),
  facts: {
    DraftQuote: ({ data }) => ({
      customer: named('customer', data.customerId),
      opportunity: named('opportunity', data.opportunityId),
      priceBook: named('price-book', data.priceBookId),
    }),
    AddQuoteLine: ({ data }, state) => ({ product: named('product', data.productId), priceBook: bookOf(state) }),
    ChangeQuoteLine: (_, state) => ({ priceBook: bookOf(state) }),
    SendQuote: ({ data }) => contacts(data.to),
    RecordQuoteView: ({ data }) => contact(data.by),
    AcceptQuote: ({ data }) => contact(data.by),
  },
  claims: {
    DraftQuote: ({ data: { number } }) =>
      number === undefined ? [] : [{ kind: 'quote-number', value: number, field: '/number' }],
  },
  holds: (state, { kind, value }) => kind === 'quote-number' && state.status !== 'none' && state.number === value,
  decide: { ...draftingDecisions, ...approvalDecisions, ...outcomeDecisions },
  evolve: evolveQuote,
});
