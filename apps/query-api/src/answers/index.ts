export * from './money.js';
export * from './priced.js';
