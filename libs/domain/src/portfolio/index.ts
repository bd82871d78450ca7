export * from './commands.js';
export * from './portfolio.js';
