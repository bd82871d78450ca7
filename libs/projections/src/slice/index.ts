export * from './name.js';
export * from './partition-relay.js';
export * from './sliced-views.js';
