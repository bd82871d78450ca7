export * from './connection.js';
export * from './failures.js';
export type * from './file-kind.js';
