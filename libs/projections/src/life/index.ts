export * from './backoff.js';
export * from './errors.js';
export * from './life.js';
export * from './state.js';
