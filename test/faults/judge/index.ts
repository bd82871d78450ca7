export { judgeCommands, type CommandsVerdict } from './commands.js';
export { storedEvents } from './events.js';
export { documentsIn, judgeViews, type ViewVerdict } from './views.js';
