export * from './aggregate-view.js';
export * from './customers-of.js';
export * from './distinct.js';
export * from './fold.js';
export * from './in-turn.js';
export * from './keyed-by.js';
export * from './view.js';
