export * from './commands.js';
export * from './sales-process.js';
