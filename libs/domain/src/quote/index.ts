export * from './commands.js';
export * from './drafting-commands.js';
export * from './outcome-commands.js';
export * from './quote.js';
export { DISCOUNT_LIMIT_PCT } from './approval.js';
export { offeredLines } from './state.js';
export type { DraftedQuote, EndedQuote, Quote, QuoteContent, QuoteFacts, SentQuote } from './state.js';
