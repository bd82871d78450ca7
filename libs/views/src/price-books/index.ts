export * from './price-books.js';
