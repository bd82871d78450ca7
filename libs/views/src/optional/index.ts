export * from './optional.js';
