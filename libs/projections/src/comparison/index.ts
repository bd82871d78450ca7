export * from './comparison.js';
export { allEvents, isReadable, readEvent, storedEvents, type ReadEvent } from './events.js';
export { parkedFrom } from './set-aside.js';
