export * from './document-answers.js';
export * from './kept-answers.js';
export * from './moment.js';
export * from './ports.js';
export * from './read-gate.js';
export * from './resource.js';
export * from './resource-routes.js';
