import {
  CaseClosed,
  CaseReopened,
  CaseResolved,
  event,
  ResolutionConfirmed,
  ResolutionRejected,
  type caseResolutionEvents,
} from '@touchstream/events';
import { ensureContact } from '../contact/index.js';
import { ensure, refuse, repeats, type CommandMeta } from '../decider/index.js';
import type { Decide, Evolve } from './parts.js';
import type { caseResolutionCommands } from './resolution-commands.js';
import {
  backInWork,
  digestOf,
  ensureInOrder,
  isInWork,
  moved,
  opened,
  statusInWork,
  unclosed,
  type Case,
  type ResolvedCase,
} from './state.js';

/** The case, where a resolution awaits the customer's word or had it already. */
function resolved(state: Case, meta: CommandMeta): ResolvedCase {
  const now = unclosed(state, meta);
  return isInWork(now) ? refuse('case-not-resolved', 'the case is not resolved') : now;
}

export const decideResolution: Decide<typeof caseResolutionCommands> = {
  ResolveCase({ data, meta }, state) {
    const now = unclosed(state, meta);
    if (!isInWork(now)) {
      if (repeats(data, now.resolution)) return [];
      return refuse('case-resolved', 'the case is resolved already: reopen it first');
    }
    const { resolutionCode, articleId, note, by } = data;
    ensureInOrder(now, meta);
    const { caseId, firstRespondedAt, customerContacts, reopenings } = now;
    return [
      event(CaseResolved, {
        caseId,
        resolutionCode,
        articleId,
        note,
        at: meta.occurredAt,
        by: by ?? meta.actor.id,
        firstRespondedAt,
        customerContacts,
        reopenings,
        case: digestOf(now, { status: 'resolved' }),
      }),
    ];
  },
  ConfirmResolution({ data: { contactId }, meta }, state, { contact }) {
    const now = resolved(state, meta);
    if (now.status === 'confirmed') {
      if (repeats({ contactId }, { contactId: now.confirmedBy })) return [];
      return refuse('resolution-confirmed', 'the resolution is confirmed already');
    }
    if (contactId !== undefined) ensureContact(contact);
    ensureInOrder(now, meta);
    const digest = digestOf(now, { status: 'confirmed' });
    return [event(ResolutionConfirmed, { caseId: now.caseId, contactId, at: meta.occurredAt, case: digest })];
  },
  RejectResolution({ data: { contactId, reason }, meta }, state, { contact }) {
    const now = resolved(state, meta);
    ensure(now.status === 'resolved', 'resolution-confirmed', 'the resolution was confirmed: reopen the case');
    if (contactId !== undefined) ensureContact(contact);
    ensureInOrder(now, meta);
    const digest = digestOf(now, { status: statusInWork(now) });
    return [event(ResolutionRejected, { caseId: now.caseId, contactId, reason, at: meta.occurredAt, case: digest })];
  },
  ReopenCase({ data: { reason }, meta }, state) {
    const now = opened(state, meta);
    if (isInWork(now)) {
      if (repeats({ reason }, now.reopening ?? { reason })) return [];
      return refuse('case-open', 'the case is open again already');
    }
    ensureInOrder(now, meta);
    const { caseId, status: from, resolution, reopenings } = now;
    return [
      event(CaseReopened, {
        caseId,
        reason,
        from,
        resolvedAt: resolution?.at,
        at: meta.occurredAt,
        reopenings: reopenings + 1,
        case: digestOf(now, { status: statusInWork(now) }),
      }),
    ];
  },
  CloseCase({ data: { reason }, meta }, state) {
    const before = opened(state, meta);
    if (before.status === 'closed' && repeats({ reason }, before)) return [];
    const now = unclosed(before, meta);
    const { resolution } = now;
    ensure(
      resolution !== undefined || reason !== undefined,
      'close-reason-required',
      'the case is not resolved: say why it is closed',
      '/reason',
    );
    ensureInOrder(now, meta);
    return [
      event(CaseClosed, {
        caseId: now.caseId,
        resolved: resolution !== undefined,
        resolutionCode: resolution?.resolutionCode,
        resolvedAt: resolution?.at,
        reason,
        at: meta.occurredAt,
        case: digestOf(now, { status: 'closed' }),
      }),
    ];
  },
};

export const evolveResolution: Evolve<typeof caseResolutionEvents> = {
  'case.resolved': moved((of, { resolutionCode, articleId, note, by, at }) => ({
    ...of,
    status: 'resolved',
    resolution: { resolutionCode, articleId, note, by, at },
    movedAt: at,
  })),
  'case.resolution-confirmed': moved((of, { contactId, at }) =>
    of.status === 'resolved' ? { ...of, status: 'confirmed', confirmedBy: contactId, movedAt: at } : of,
  ),
  'case.resolution-rejected': moved((of, { at }) => ({
    ...backInWork(of, at),
    customerContacts: of.customerContacts + 1,
  })),
  'case.reopened': moved((of, { reason, at, reopenings }) => ({
    ...backInWork(of, at),
    reopenings,
    reopening: { reason, at },
  })),
  'case.closed': moved((of, { reason, at }) => ({
    ...of,
    status: 'closed',
    reason,
    movedAt: at,
  })),
};
