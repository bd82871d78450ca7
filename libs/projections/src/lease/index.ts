export * from './dealing.js';
export type { LeaseTerms } from './tenure.js';
export * from './under-lease.js';
export type { ViewWriter } from './writer.js';
