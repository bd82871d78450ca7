export * from './settings.js';
export * from './start.js';
export * from './tally.js';
export * from './telemetry.js';
export * from './tracing.js';
