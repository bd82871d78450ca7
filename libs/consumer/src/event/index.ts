export * from './cloud-event.js';
export * from './public-event.js';
