import { isDeepStrictEqual } from 'node:util';
import {
  ComplaintAcknowledged,
  ComplaintInvestigated,
  ComplaintNotUpheld,
  ComplaintReferredExternally,
  ComplaintUpheld,
  CorrectiveActionCompleted,
  CorrectiveActionPlanned,
  derivedId,
  event,
  RedressAccepted,
  RedressOffered,
  RedressRefused,
  type Money as MoneyData,
  type RedressKind,
} from '@touchstream/events';
import { ensure, ensureFollows, missing, refuse, repeats, type CommandMeta } from '../decider/index.js';
import { canonicalMoney, money } from '../money/index.js';
import type { complaintCommands } from './complaint-commands.js';
import type { Decide } from './parts.js';
import { digestOf, opened, unclosed, type Case, type Complaint, type OpenedCase, type Redress } from './state.js';

const ensureComplaint = <C extends OpenedCase>(of: C): C =>
  of.kind === 'complaint' ? of : refuse('not-a-complaint', 'the case is no complaint');

/** The complaint, where it still awaits an answer. */
const unanswered = (state: Case, meta: CommandMeta) => ensureComplaint(unclosed(state, meta));

/**
 * The complaint, answered or not. Corrective actions outlive the answer, and it is after the answer that complainants
 * turn to an ombudsman.
 */
const anyComplaint = (state: Case, meta: CommandMeta) => ensureComplaint(opened(state, meta));

function redressValue(kind: RedressKind, value: MoneyData | undefined): MoneyData | undefined {
  if (kind === 'refund' || kind === 'credit')
    ensure(value !== undefined && money(value).minor > 0n, 'redress-value', 'such redress has a value', '/value');
  if (kind === 'apology') ensure(value === undefined, 'redress-value', 'an apology has no value', '/value');
  return value && canonicalMoney(value);
}

const ensureRedressInOrder = ({ redressAt }: Complaint, meta: CommandMeta): void =>
  ensureFollows(redressAt, 'the last step of the redress', meta);

function openOffer({ complaint }: OpenedCase, meta: CommandMeta): Redress {
  ensureRedressInOrder(complaint, meta);
  return complaint.offer ?? refuse('no-redress-offered', 'no redress awaits an answer');
}

/** A decision follows the acknowledgement, the decision that it replaces, and the reopening that makes room for it. */
function ensureDecisionInOrder({ complaint, reopening }: OpenedCase, meta: CommandMeta): void {
  ensureFollows(complaint.decision?.at ?? complaint.acknowledgement?.at, 'the last step of the complaint', meta);
  ensureFollows(reopening?.at, 'the case was reopened', meta);
}

const ensureDue = (dueAt: string | undefined, { occurredAt }: CommandMeta, field: string) =>
  ensure(
    dueAt === undefined || dueAt >= occurredAt,
    'due-in-the-past',
    'it must not be due before it was promised',
    field,
  );

export const decideComplaint: Decide<typeof complaintCommands> = {
  AcknowledgeComplaint({ data, meta }, state) {
    const now = unanswered(state, meta);
    const { acknowledgement } = now.complaint;
    if (acknowledgement !== undefined) {
      if (repeats(data, acknowledgement)) return [];
      return refuse('complaint-acknowledged', 'the complaint is acknowledged already');
    }
    const { by, dueAt, decisionDueAt } = data;
    ensureDue(decisionDueAt, meta, '/decisionDueAt');
    return [
      event(ComplaintAcknowledged, {
        caseId: now.caseId,
        at: meta.occurredAt,
        by: by ?? meta.actor.id,
        dueAt: dueAt ?? now.complaint.acknowledgementDueAt,
        decisionDueAt,
        case: digestOf(now),
      }),
    ];
  },
  InvestigateComplaint({ data: { findings, rootCause, responsibleUnit }, meta }, state) {
    const { caseId, complaint } = unanswered(state, meta);
    if (isDeepStrictEqual(complaint.investigation, { findings, rootCause, responsibleUnit })) return [];
    return [event(ComplaintInvestigated, { caseId, findings, rootCause, responsibleUnit, at: meta.occurredAt })];
  },
  OfferRedress({ data: { kind, value: given, description }, meta }, state) {
    const { caseId, complaint } = unanswered(state, meta);
    const value = redressValue(kind, given);
    if (isDeepStrictEqual(complaint.offer, { kind, value, description })) return [];
    ensureRedressInOrder(complaint, meta);
    return [event(RedressOffered, { caseId, kind, value, description, at: meta.occurredAt })];
  },
  AcceptRedress({ meta }, state) {
    const now = unanswered(state, meta);
    if (now.complaint.answer === 'accepted') return [];
    const { kind, value } = openOffer(now, meta);
    return [event(RedressAccepted, { caseId: now.caseId, kind, value, at: meta.occurredAt })];
  },
  RefuseRedress({ data, meta }, state) {
    const now = unanswered(state, meta);
    const { answer, refusal } = now.complaint;
    if (answer === 'refused' && repeats(data, { reason: refusal })) return [];
    const { kind, value } = openOffer(now, meta);
    return [event(RedressRefused, { caseId: now.caseId, kind, value, reason: data.reason, at: meta.occurredAt })];
  },
  /**
   * A complaint is acknowledged before it is decided (ISO 10002:2018, 7.3). One that is answered on the spot is
   * acknowledged by the answer, which the events then say, so that no decided complaint counts as unacknowledged.
   */
  DecideComplaint({ data, meta }, state) {
    const now = unanswered(state, meta);
    const { caseId, reopenings, complaint } = now;
    const last = complaint.decision;
    if (last?.reopenings === reopenings) {
      if (repeats(data, last)) return [];
      return refuse('complaint-decided', 'the complaint is decided: reopen the case to decide it anew');
    }
    ensureDecisionInOrder(now, meta);
    const { decision, reason, by } = data;
    const what = { caseId, at: meta.occurredAt, by: by ?? meta.actor.id, case: digestOf(now) };
    const dueAt = complaint.acknowledgementDueAt;
    return [
      ...(complaint.acknowledgement === undefined ? [event(ComplaintAcknowledged, { ...what, dueAt })] : []),
      event(decision === 'upheld' ? ComplaintUpheld : ComplaintNotUpheld, {
        ...what,
        reason,
        rootCause: complaint.investigation?.rootCause,
        previous: last?.decision,
      }),
    ];
  },
  PlanCorrectiveAction({ data, meta }, state) {
    const { caseId, complaint } = anyComplaint(state, meta);
    const { actionId = derivedId(meta.commandId, 'action'), action, ownerId, dueAt } = data;
    const there = complaint.actions.get(actionId);
    if (there !== undefined) {
      ensure(
        there.action === action && there.ownerId === ownerId && there.dueAt === dueAt,
        'action-exists',
        'the complaint has another action of this id',
        '/actionId',
      );
      return [];
    }
    ensureDue(dueAt, meta, '/dueAt');
    return [event(CorrectiveActionPlanned, { caseId, actionId, action, ownerId, dueAt, at: meta.occurredAt })];
  },
  CompleteCorrectiveAction({ data: { actionId, outcome }, meta }, state) {
    const { caseId, complaint } = anyComplaint(state, meta);
    const planned = complaint.actions.get(actionId);
    if (planned === undefined) return missing('unknown-action', 'the complaint has no such action', '/actionId');
    if (planned.completion !== undefined) {
      if (repeats({ outcome }, planned.completion)) return [];
      return refuse('action-completed', 'the action is completed already', '/actionId');
    }
    ensureFollows(planned.plannedAt, 'the action was planned', meta);
    return [event(CorrectiveActionCompleted, { caseId, actionId, outcome, dueAt: planned.dueAt, at: meta.occurredAt })];
  },
  ReferComplaint({ data: { body, ref }, meta }, state) {
    const now = anyComplaint(state, meta);
    if (now.complaint.referrals.some(one => one.body === body && one.ref === ref)) return [];
    return [
      event(ComplaintReferredExternally, { caseId: now.caseId, body, ref, at: meta.occurredAt, case: digestOf(now) }),
    ];
  },
};
