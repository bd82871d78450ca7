export type * from './card.js';
export * from './contacts.js';
