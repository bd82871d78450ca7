export * from './commands.js';
export * from './import-batch.js';
