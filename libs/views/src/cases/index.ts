export type * from './document.js';
export { cases } from './cases.js';
