export * from './interactions.js';
