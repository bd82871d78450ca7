export * from './document-number.js';
