export * from './batch-traces.js';
