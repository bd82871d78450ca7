export * from './approval.js';
export * from './drafting.js';
export * from './events.js';
export * from './outcome.js';
export * from './values.js';
