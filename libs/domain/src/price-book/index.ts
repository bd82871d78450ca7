export * from './commands.js';
export * from './price-book.js';
export * from './prices.js';
