export type { FoldedViews, MembershipStatus, Part } from './folded-views.js';
export * from './observer.js';
export { ParkedKeys, type ParkedSummary } from './parked-keys.js';
export * from './projection-group.js';
export type { RetryOutcome } from './retry.js';
export * from './status.js';
export * from './tuning.js';
export * from './view-groups.js';
