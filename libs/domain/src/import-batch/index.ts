export * from './commands.js';
export * from './import-batch.js';
export { hasRow, type RowRange, type RowRanges } from './row-ranges.js';
