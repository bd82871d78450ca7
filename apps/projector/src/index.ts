export * from './projection-metrics.js';
export * from './projector.module.js';
