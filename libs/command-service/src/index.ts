export * from './claims.js';
export * from './command-service.js';
export * from './errors.js';
export * from './request.js';
export * from './validation.js';
