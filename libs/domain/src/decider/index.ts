export * from './actor.js';
export * from './aggregate.js';
export * from './changes.js';
export * from './chronology.js';
export * from './command.js';
export * from './refusal.js';
export * from './repetition.js';
