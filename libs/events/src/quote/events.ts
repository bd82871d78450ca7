import { quoteApproval } from './approval.js';
import { quoteDrafting } from './drafting.js';
import { quoteOutcome } from './outcome.js';

export const quoteEvents = { ...quoteDrafting, ...quoteApproval, ...quoteOutcome };
