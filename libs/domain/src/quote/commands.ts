import { quoteDraftingCommands } from './drafting-commands.js';
import { quoteOutcomeCommands } from './outcome-commands.js';

export const quoteCommands = { ...quoteDraftingCommands, ...quoteOutcomeCommands };
