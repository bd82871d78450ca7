export { judgeCommands, type CommandsVerdict } from './commands.js';
export { storedEvents } from './events.js';
export { judgeViews } from './views.js';
