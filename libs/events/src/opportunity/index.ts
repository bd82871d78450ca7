export * from './course.js';
export * from './events.js';
export * from './people.js';
export * from './stalling.js';
export * from './terms.js';
export * from './values.js';
