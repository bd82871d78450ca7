export * from './engine-settings.js';
export * from './exits.js';
export * from './http-settings.js';
export * from './settings.js';
