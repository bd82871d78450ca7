export * from './inbox.js';
export * from './memory-storage.js';
export * from './options.js';
export { messageOf, type Message } from './message.js';
export * from './storage.js';
export * from './told.js';
export * from './verdict.js';
