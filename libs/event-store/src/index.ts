export * from './event-store.js';
export { everyEvent } from './every-event.js';
export * from './open-event-store.js';
export * from './kurrentdb/index.js';
export * from './sqlite/index.js';
