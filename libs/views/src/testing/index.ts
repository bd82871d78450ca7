export * from './happened.js';
export * from './view-spec.js';
