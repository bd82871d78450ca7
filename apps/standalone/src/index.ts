export { loadDemo } from './demo/index.js';
export * from './settings.js';
export * from './standalone.js';
