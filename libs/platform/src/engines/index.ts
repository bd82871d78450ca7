export * from './engines.js';
export * from './persistently.js';
