export * from './heap.js';
export * from './run.js';
export * from './start-app.js';
