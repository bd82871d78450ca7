export { ensureReadable, filesIn } from './folder.js';
export * from './mapping/index.js';
export { FileDoesNotFit, type RowFault } from './plan/index.js';
export { UnreadableFile } from './reading/index.js';
export * from './running/index.js';
