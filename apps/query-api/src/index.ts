export * from './query-api.module.js';
