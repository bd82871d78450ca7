export type * from './document.js';
export { quotes } from './quotes.js';
