export * from './customer-past.js';
export * from './cut.js';
export * from './record-past.js';
