export * from './money.js';
export * from './priced.js';
export * as answer from './schema.js';
