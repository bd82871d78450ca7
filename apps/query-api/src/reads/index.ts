export * from './ports.js';
export * from './read-gate.js';
export * from './resource.js';
export * from './resource-controller.js';
