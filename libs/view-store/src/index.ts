export * from './view-store.js';
export { bodyOf, DocumentDamaged } from './body.js';
export { everyDocument } from './every-document.js';
export * from './open-view-store.js';
export { MAX_TOKENS, tokens } from './search/index.js';
export * from './mongodb/index.js';
export * from './sqlite/index.js';
