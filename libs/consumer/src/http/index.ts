export * from './subscribe-over-http.js';
