import { complaintEvents } from './complaint.js';
import { caseHandlingEvents } from './handling.js';
import { caseResolutionEvents } from './resolution.js';

export * from './complaint.js';
export * from './handling.js';
export * from './resolution.js';
export * from './values.js';

/** The facts of a complaint stand in the stream of its case. */
export const caseEvents = { ...caseHandlingEvents, ...caseResolutionEvents, ...complaintEvents };
