export * from './thread.js';
export * from './writer-thread.js';
