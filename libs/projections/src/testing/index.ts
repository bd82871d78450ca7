export { storedEvents as wholeFeed } from '../comparison/index.js';
export * from './embedded.js';
export * from './faults.js';
export * from './history.js';
export * from './silent-topic.js';
export * from './stall.js';
export * from './views.js';
