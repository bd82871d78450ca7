export * from './partition-relay.js';
export * from './sliced-views.js';
