export * from './contract/index.js';
export * from './catalogue.js';
export * from './codec.js';
export * from './envelope.js';
export * from './ids.js';
export * from './streams.js';
export * from './upcasting.js';
export * from './sales-process/index.js';
