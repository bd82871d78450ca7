export * from './lines.js';
export * from './row.js';
export * from './rows.js';
export * from './tables.js';
