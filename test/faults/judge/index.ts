export { judgeCommands, type CommandsVerdict } from './commands.js';
export { documentsIn, judgeViews, type ViewVerdict } from './views.js';
