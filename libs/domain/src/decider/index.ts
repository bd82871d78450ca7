export * from './aggregate.js';
export * from './command.js';
export * from './refusal.js';
