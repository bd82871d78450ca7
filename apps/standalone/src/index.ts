export * from './settings.js';
export * from './standalone.js';
