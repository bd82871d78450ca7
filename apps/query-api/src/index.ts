export * from './query-api.module.js';
export { queryApiSettings } from './settings.js';
