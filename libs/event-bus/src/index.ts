export * from './event-bus.js';
export * from './log/index.js';
export * from './open.js';
