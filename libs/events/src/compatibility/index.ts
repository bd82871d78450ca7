export * from './contract-changes.js';
export * from './published-contract.js';
export * from './rules.js';
export * from './schema-changes.js';
