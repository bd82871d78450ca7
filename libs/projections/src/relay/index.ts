export * from './public-event.js';
export * from './public-feed.js';
export * from './public-fields.js';
export * from './relay.js';
export * from './settings.js';
