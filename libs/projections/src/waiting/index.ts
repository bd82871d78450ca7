export * from './conditions.js';
export { whenViewAt } from './when-view-at.js';
