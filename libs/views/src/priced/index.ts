export * from './priced.js';
