export * from './subscribe.js';
