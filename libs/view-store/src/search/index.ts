export { fold } from './fold.js';
export { MAX_LENGTH, MAX_TERMS, MAX_TOKENS, prefixRange, queryTerms, tokens, type Term } from './tokens.js';
