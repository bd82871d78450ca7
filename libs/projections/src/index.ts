export * from './asyncapi/index.js';
export * from './comparison/index.js';
export * from './consumer/index.js';
export * from './fold/index.js';
export * from './group/index.js';
export * from './life/index.js';
export * from './relay/index.js';
export * from './waiting/index.js';
