export * from './command-api.module.js';
export { uploadSettings } from './import-files/index.js';
export { publishDefaultProcess } from './default-process.js';
export { writeProblemTranslations } from './problems.js';
export { allCommandRoutes } from './routes.js';
export { commandApiSettings } from './settings.js';
export * from './write-side.js';
