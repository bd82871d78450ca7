export * from './app/index.js';
export * from './config/index.js';
export * from './engines/index.js';
export * from './health/index.js';
export * from './http/index.js';
export * from './logging/index.js';
export * from './metrics/index.js';
export * from './telemetry/index.js';
