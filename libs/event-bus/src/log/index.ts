export { LogBus } from './log-bus.js';
