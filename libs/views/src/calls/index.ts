export type * from './document.js';
export { calls } from './calls.js';
