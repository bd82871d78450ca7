export * from './event/index.js';
export * from './http/index.js';
export * from './inbox/index.js';
export * from './kafka/index.js';
