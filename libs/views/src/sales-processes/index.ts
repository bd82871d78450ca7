export * from './sales-processes.js';
