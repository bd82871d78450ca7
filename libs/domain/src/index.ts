export * from './catalogue.js';
export * from './customer/index.js';
export * from './decider/index.js';
export * from './money/index.js';
export * from './phone/index.js';
export * from './sales-process/index.js';
export * from './import-batch/index.js';
