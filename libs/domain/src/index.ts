export * from './catalogue.js';
export * from './decider/index.js';
export * from './money/index.js';
export * from './sales-process/index.js';
