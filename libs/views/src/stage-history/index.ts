export type * from './document.js';
export * from './measures.js';
export { stageHistory } from './stage-history.js';
