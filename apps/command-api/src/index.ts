export * from './command-api.module.js';
export { allCommandRoutes } from './routes.js';
export { writeProblemTranslations } from './problems.js';
