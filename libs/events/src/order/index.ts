export * from './billing.js';
export * from './course.js';
export * from './events.js';
export * from './shipping.js';
export * from './values.js';
