import { afterCallEvents } from './after-call.js';
import { callerEvents } from './caller.js';
import { liveCallEvents } from './live.js';

export * from './after-call.js';
export * from './caller.js';
export * from './live.js';
export * from './values.js';

export const callEvents = { ...liveCallEvents, ...callerEvents, ...afterCallEvents };
