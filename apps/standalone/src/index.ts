export { loadDemo } from './demo/index.js';
export { publishDefaultProcess } from './default-process.js';
export * from './settings.js';
export * from './standalone.js';
