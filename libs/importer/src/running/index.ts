export { ImportRefused } from './file-run.js';
export type { ImportOptions } from './options.js';
export * from './result.js';
export { runImport } from './run-import.js';
export type { Commands } from './sender.js';
export * from './report.js';
