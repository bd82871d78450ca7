export * from './command-handler.js';
export * from './command-message.js';
export * from './command-routes.js';
export * from './command-problems.js';
export * from './command-tally.js';
export * from './served-commands.js';
