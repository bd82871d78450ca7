export * from './keyed.js';
