export * from './feed-event.js';
export * from './fold.js';
export * from './storable.js';
