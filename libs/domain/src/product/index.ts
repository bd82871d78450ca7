export * from './commands.js';
export * from './product.js';
