export * from './comparison.js';
export { allEvents, isReadable, readEvent, storedEvents, type ReadEvent } from './events.js';
export { parkedFrom, type SetAside } from './set-aside.js';
