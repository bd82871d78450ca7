export * from './event-bus.js';
export * from './kafka/index.js';
export * from './log/index.js';
export * from './open-event-bus.js';
export * from './partitioned.js';
