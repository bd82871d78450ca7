export * from './clean.js';
export * from './lookup.js';
