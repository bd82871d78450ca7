export * from './document.js';
export type * from './open-business.js';
export { customer360 } from './customer-360.js';
