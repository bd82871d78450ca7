export * from './feed-consumer.js';
