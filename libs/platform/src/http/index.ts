export * from './headers.js';
export * from './http-app.js';
export * from './openapi.js';
export * from './openapi-info.js';
export * from './problem-of.js';
export * from './problems.js';
export * from './operations.module.js';
export * from './routes.js';
export { uploadLimits } from './uploads.js';
