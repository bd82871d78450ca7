export * from './customer-past.js';
export * from './cut.js';
