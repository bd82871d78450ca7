export type * from './card.js';
export { pipelineBoard } from './pipeline-board.js';
export * from './sums.js';
