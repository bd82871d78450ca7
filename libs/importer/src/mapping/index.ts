export * from './invalid.js';
export * from './mapping.js';
export * from './parse.js';
