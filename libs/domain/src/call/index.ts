export * from './after-call-commands.js';
export * from './call.js';
export * from './caller-commands.js';
export * from './log-call-command.js';
export type { CallFacts } from './parts.js';
export type { Call, Callback, KnownCall } from './state.js';
export * from './talk-commands.js';
export * from './waiting-commands.js';
