export * from './line.js';
export * from './totals.js';
