import { isDeepStrictEqual } from 'node:util';
import {
  CaseAssigned,
  CaseAutoAcknowledged,
  CaseClassified,
  CaseEscalated,
  CaseFirstResponded,
  CaseNoteAdded,
  CasePriorityChanged,
  CaseResponded,
  CasesLinked,
  CaseTransferred,
  CustomerReplied,
  DiagnosisRecorded,
  event,
  SolutionProposed,
} from '@touchstream/events';
import { ensureContact } from '../contact/index.js';
import { ensure, missing, refuse, repeats } from '../decider/index.js';
import type { caseHandlingCommands } from './handling-commands.js';
import { ensureAcknowledgementDue, ensureHasCustomer } from './opening.js';
import type { Decide } from './parts.js';
import { digestOf, inWork, isInWork, opened, unclosed, type OpenedCase } from './state.js';

/** A complaint's facts must not be orphaned by making the case another kind. */
const isUnderWay = ({ complaint }: OpenedCase): boolean =>
  complaint.acknowledgement !== undefined ||
  complaint.investigation !== undefined ||
  complaint.offer !== undefined ||
  complaint.answer !== undefined ||
  complaint.decision !== undefined ||
  complaint.actions.size > 0 ||
  complaint.referrals.length > 0;

export const decideHandling: Omit<Decide<typeof caseHandlingCommands>, 'OpenCase'> = {
  ClassifyCase({ data, meta }, state) {
    const now = unclosed(state, meta);
    const { category, productId, cause, kind = now.kind, acknowledgementDueAt } = data;
    ensureHasCustomer(kind, now.customerId, '/kind');
    ensureAcknowledgementDue(kind, acknowledgementDueAt, meta);
    ensure(
      kind === now.kind || !isUnderWay(now),
      'complaint-under-way',
      'the complaint is being dealt with and stays a complaint',
      '/kind',
    );
    const dueAt = acknowledgementDueAt ?? now.complaint.acknowledgementDueAt;
    const before = [now.kind, now.category, now.productId, now.cause, now.complaint.acknowledgementDueAt];
    if (isDeepStrictEqual(before, [kind, category, productId, cause, dueAt])) return [];
    return [
      event(CaseClassified, {
        caseId: now.caseId,
        previousKind: now.kind,
        category,
        productId,
        cause,
        acknowledgementDueAt,
        case: digestOf(now, { kind }),
      }),
    ];
  },
  SetCasePriority({ data: { priority, reason }, meta }, state) {
    const { caseId, priority: from } = unclosed(state, meta);
    return priority === from ? [] : [event(CasePriorityChanged, { caseId, from, to: priority, reason })];
  },
  AssignCase({ data, meta }, state) {
    const { caseId, ownerId, teamId } = unclosed(state, meta);
    const to = { to: data.ownerId, teamId: data.teamId ?? teamId };
    if (to.to === ownerId && to.teamId === teamId) return [];
    return [event(CaseAssigned, { caseId, from: ownerId, ...to })];
  },
  TransferCase({ data: { teamId: to, reason }, meta }, state) {
    const { caseId, ownerId, teamId: from } = unclosed(state, meta);
    return to === from ? [] : [event(CaseTransferred, { caseId, from, to, ownerId, reason })];
  },
  AutoAcknowledgeCase({ data: { templateId }, meta }, state) {
    const { caseId, autoAcknowledgement } = unclosed(state, meta);
    if (autoAcknowledgement !== undefined) {
      if (repeats({ templateId }, autoAcknowledgement)) return [];
      return refuse('case-acknowledged', 'an automatic acknowledgement was sent already');
    }
    return [event(CaseAutoAcknowledged, { caseId, at: meta.occurredAt, templateId })];
  },
  RespondToCase({ data: { by, summary }, meta }, state) {
    const now = unclosed(state, meta);
    const response = { caseId: now.caseId, at: meta.occurredAt, by: by ?? meta.actor.id, summary };
    if (now.firstRespondedAt !== undefined) return [event(CaseResponded, response)];
    const status = isInWork(now) ? 'responded' : now.status;
    return [event(CaseFirstResponded, { ...response, case: digestOf(now, { status }) })];
  },
  AddCaseNote({ data: { visibility, text }, meta }, state) {
    const { caseId } = unclosed(state, meta);
    return [event(CaseNoteAdded, { caseId, visibility, text })];
  },
  RecordCustomerReply({ data: { contactId, summary }, meta }, state, { contact }) {
    const { caseId } = unclosed(state, meta);
    if (contactId !== undefined) ensureContact(contact);
    return [event(CustomerReplied, { caseId, at: meta.occurredAt, contactId, summary })];
  },
  EscalateCase({ data: { level, to, ruleId, reason }, meta }, state) {
    const { caseId, escalation } = inWork(state, meta);
    if (level === escalation?.level && to === escalation.to) return [];
    ensure(
      level > (escalation?.level ?? 0),
      'escalation-level',
      'an escalation goes to a higher level than the last one',
      '/level',
    );
    const trigger = ruleId === undefined ? 'manual' : 'rule';
    return [event(CaseEscalated, { caseId, level, to, trigger, ruleId, reason })];
  },
  LinkCases({ data: { linkedCaseId, relation }, meta }, state, { linked }) {
    const { caseId, links } = opened(state, meta);
    ensure(linkedCaseId !== caseId, 'links-itself', 'a case is not linked to itself', '/linkedCaseId');
    if (linked === undefined || linked.status === 'none')
      return missing('unknown-case', 'there is no such case', '/linkedCaseId');
    if (links.some(link => link.linkedCaseId === linkedCaseId && link.relation === relation)) return [];
    return [event(CasesLinked, { caseId, linkedCaseId, relation })];
  },
  RecordDiagnosis({ data: { path, articleIds = [] }, meta }, state) {
    const { caseId, diagnosis } = unclosed(state, meta);
    if (isDeepStrictEqual(diagnosis, { path, articleIds })) return [];
    return [event(DiagnosisRecorded, { caseId, path, articleIds })];
  },
  ProposeSolution({ data: { solution, articleId }, meta }, state) {
    const { caseId, solution: last } = inWork(state, meta);
    if (last?.solution === solution && last.articleId === articleId) return [];
    return [event(SolutionProposed, { caseId, solution, articleId })];
  },
};
