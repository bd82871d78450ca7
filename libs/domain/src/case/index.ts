export * from './case.js';
export * from './complaint-commands.js';
export * from './handling-commands.js';
export * from './resolution-commands.js';
export type { CaseFacts } from './parts.js';
export type { Case, OpenedCase } from './state.js';
