import type {
  CaseDigest,
  CaseKind,
  CasePriority,
  CaseReopened,
  CaseSeverity,
  CaseStatus,
  ComplaintAcknowledged,
  ComplaintDecision,
  Money,
  RedressKind,
} from '@touchstream/events';
import { ensureFollows, ensureNotBefore, missing, refuse, type CommandMeta } from '../decider/index.js';

export interface Redress {
  readonly kind: RedressKind;
  readonly value?: Readonly<Money>;
  readonly description?: string;
}

export interface CorrectiveAction {
  readonly action: string;
  readonly ownerId: string;
  readonly dueAt: string;
  /** Undefined where an earlier event does not tell. */
  readonly plannedAt?: string | undefined;
  readonly completion?: { readonly outcome?: string | undefined };
}

/** What a case of kind `complaint` adds. */
export interface Complaint {
  readonly acknowledgementDueAt?: string;
  readonly acknowledgement?: Readonly<Pick<ComplaintAcknowledged, 'at' | 'by' | 'dueAt' | 'decisionDueAt'>>;
  readonly investigation?: { readonly findings: string; readonly rootCause: string; readonly responsibleUnit: string };
  /** When redress was last offered, accepted or refused. */
  readonly redressAt?: string;
  /** The offer that awaits an answer. */
  readonly offer?: Redress;
  /** The answer to the last offer. */
  readonly answer?: 'accepted' | 'refused';
  /** Why the last offer was refused, where it was. */
  readonly refusal?: string | undefined;
  readonly decision?: {
    readonly decision: ComplaintDecision;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    /** How often the case had been reopened by then. */
    readonly reopenings: number;
  };
  readonly actions: ReadonlyMap<string, CorrectiveAction>;
  readonly referrals: readonly { readonly body: string; readonly ref?: string }[];
}

export interface Resolution {
  readonly resolutionCode: string;
  readonly articleId?: string;
  readonly note?: string | undefined;
  readonly by: string;
  readonly at: string;
}

interface CaseRecord {
  readonly caseId: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly customerId?: string;
  readonly openedAt: string;
  readonly subject: string;
  readonly severity: CaseSeverity;
  readonly priority: CasePriority;
  readonly ownerId?: string;
  readonly teamId?: string;
  readonly category?: string;
  readonly productId?: string;
  readonly cause?: string;
  readonly autoAcknowledgement?: { readonly templateId?: string | undefined };
  readonly firstRespondedAt?: string;
  /** How often the customer made contact: 1 for the opening, plus each reply and each rejected resolution. */
  readonly customerContacts: number;
  readonly escalation?: { readonly level: number; readonly to: string };
  readonly links: readonly { readonly linkedCaseId: string; readonly relation: string }[];
  readonly diagnosis?: { readonly path: readonly string[]; readonly articleIds: readonly string[] };
  readonly solution?: { readonly solution: string; readonly articleId?: string };
  readonly reopenings: number;
  /** The last one. */
  readonly reopening?: Readonly<Pick<CaseReopened, 'reason' | 'at'>>;
  /** When it last went from one status to another, first responses left out: these may be logged late. */
  readonly movedAt: string;
  readonly complaint: Complaint;
}

export interface CaseInWork extends CaseRecord {
  readonly status: 'open' | 'responded';
  /** An earlier one does not count once the case is open again. */
  readonly resolution?: undefined;
}
export interface ResolvedCase extends CaseRecord {
  readonly status: 'resolved' | 'confirmed';
  readonly resolution: Resolution;
  /** The contact who confirmed it, where that was told. */
  readonly confirmedBy?: string | undefined;
}
export interface ClosedCase extends CaseRecord {
  readonly status: 'closed';
  readonly reason?: string | undefined;
  /** Left out where it was closed for another reason. */
  readonly resolution?: Resolution;
}
export type OpenedCase = CaseInWork | ResolvedCase | ClosedCase;
export type Case = { readonly status: 'none' } | OpenedCase;

export const isInWork = (of: OpenedCase): of is CaseInWork => of.status === 'open' || of.status === 'responded';

/** The case that a command changes. */
export function opened(state: Case, meta: CommandMeta): OpenedCase {
  if (state.status === 'none') return missing('unknown-case', 'there is no such case');
  ensureNotBefore(state.openedAt, meta);
  return state;
}

/** The case, where a closed one accepts no such command. */
export function unclosed(state: Case, meta: CommandMeta): CaseInWork | ResolvedCase {
  const now = opened(state, meta);
  return now.status === 'closed' ? refuse('case-closed', 'the case is closed: reopen it first') : now;
}

/** The case, where it must still be worked on. */
export function inWork(state: Case, meta: CommandMeta): CaseInWork {
  const now = unclosed(state, meta);
  return isInWork(now) ? now : refuse('case-resolved', 'the case is resolved: reopen it first');
}

/** The case is to go to another status: not earlier than it came to this one. */
export const ensureInOrder = ({ movedAt }: OpenedCase, meta: CommandMeta): void =>
  ensureFollows(movedAt, 'the last change of the status', meta);

/** The status of a case that is worked on. */
export const statusInWork = ({ firstRespondedAt }: Pick<CaseRecord, 'firstRespondedAt'>): CaseInWork['status'] =>
  firstRespondedAt === undefined ? 'open' : 'responded';

/** The case as its events show it, with what the event changes. */
export function digestOf(of: OpenedCase, change: Partial<CaseDigest> = {}): CaseDigest {
  const { number, kind, subject, severity, priority, ownerId, teamId, openedAt } = of;
  const status: CaseStatus = of.status;
  return { number, kind, status, subject, severity, priority, ownerId, teamId, openedAt, ...change };
}

/** Changes the state by an event; an event before the opening changes nothing. */
export const after =
  <D>(change: (of: OpenedCase, data: D) => Partial<CaseRecord>) =>
  (state: Case, { data }: { readonly data: D }): Case =>
    state.status === 'none' ? state : { ...state, ...change(state, data) };

/** The case in work again. */
export const backInWork = (of: OpenedCase, movedAt: string): CaseInWork => ({
  ...of,
  status: statusInWork(of),
  resolution: undefined,
  movedAt,
});

/** Brings the case to another status by an event. */
export const moved =
  <D>(change: (of: OpenedCase, data: D) => OpenedCase) =>
  (state: Case, { data }: { readonly data: D }): Case =>
    state.status === 'none' ? state : change(state, data);
