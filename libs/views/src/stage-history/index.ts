export type * from './document.js';
export { stageHistory } from './stage-history.js';
