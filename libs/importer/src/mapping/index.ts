export * from './invalid.js';
export * from './mapping.js';
export * from './parse.js';
export { MOST_PATHS } from './schema.js';
