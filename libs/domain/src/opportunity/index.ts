export * from './commands.js';
export * from './course-commands.js';
export * from './opportunity.js';
export * from './people-commands.js';
export type { ClosedDeal, Deal, DealLine, OpenDeal, Opportunity, OpportunityFacts } from './state.js';
export * from './terms-commands.js';
