export * from './commands.js';
export * from './interaction.js';
export type { Interaction, InteractionDetails, LoggedInteraction, WebVisit } from './state.js';
