export * from './command-api.module.js';
export { allCommandRoutes } from './routes.js';
export { commandProblems } from './commands/index.js';
