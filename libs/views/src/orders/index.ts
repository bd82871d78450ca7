export type * from './document.js';
export { orders } from './orders.js';
