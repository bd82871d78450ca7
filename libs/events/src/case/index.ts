import * as complaint from './complaint.js';
import * as handling from './events.js';
import * as resolution from './resolution.js';

export * from './complaint.js';
export * from './events.js';
export * from './resolution.js';
export * from './values.js';

/** The facts of a complaint stand in the stream of its case. */
export const caseEvents = {
  CaseOpened: handling.CaseOpened,
  CaseClassified: handling.CaseClassified,
  CasePriorityChanged: handling.CasePriorityChanged,
  CaseAssigned: handling.CaseAssigned,
  CaseTransferred: handling.CaseTransferred,
  CaseAutoAcknowledged: handling.CaseAutoAcknowledged,
  CaseFirstResponded: handling.CaseFirstResponded,
  CaseResponded: handling.CaseResponded,
  CaseNoteAdded: handling.CaseNoteAdded,
  CustomerReplied: handling.CustomerReplied,
  CaseEscalated: handling.CaseEscalated,
  CasesLinked: handling.CasesLinked,
  DiagnosisRecorded: handling.DiagnosisRecorded,
  SolutionProposed: handling.SolutionProposed,
  CaseResolved: resolution.CaseResolved,
  ResolutionConfirmed: resolution.ResolutionConfirmed,
  ResolutionRejected: resolution.ResolutionRejected,
  CaseReopened: resolution.CaseReopened,
  CaseClosed: resolution.CaseClosed,
  ComplaintAcknowledged: complaint.ComplaintAcknowledged,
  ComplaintInvestigated: complaint.ComplaintInvestigated,
  RedressOffered: complaint.RedressOffered,
  RedressAccepted: complaint.RedressAccepted,
  RedressRefused: complaint.RedressRefused,
  ComplaintUpheld: complaint.ComplaintUpheld,
  ComplaintNotUpheld: complaint.ComplaintNotUpheld,
  CorrectiveActionPlanned: complaint.CorrectiveActionPlanned,
  CorrectiveActionCompleted: complaint.CorrectiveActionCompleted,
  ComplaintReferredExternally: complaint.ComplaintReferredExternally,
};
