export * from './conditions.js';
export * from './cursor.js';
export * from './limit.js';
export * from './shape.js';
