import type { CallDigest, CaseDigest, EventEnvelope } from '@touchstream/events';
import { calls as register } from '../calls/index.js';
import { statusInWork } from '../cases/handling.js';
import { change, drop, put } from '../keyed/index.js';
import { evolveDoc } from '../view/index.js';
import { HELD_CALLS, type Customer360 } from './document.js';
import type { OpenCase, RecentCall } from './open-business.js';
import { seen, withCounts, type Steps } from './parts.js';

const caseOf = (id: string, digest: Readonly<CaseDigest>): OpenCase => ({
  id,
  number: digest.number,
  kind: digest.kind,
  status: digest.status,
  answered: digest.status === 'responded',
  subject: digest.subject,
  severity: digest.severity,
  priority: digest.priority,
  ownerId: digest.ownerId ?? null,
  teamId: digest.teamId ?? null,
  openedAt: digest.openedAt,
});

const changed = (doc: Customer360, caseId: string, to: (one: OpenCase) => Partial<OpenCase>): Customer360 => ({
  ...doc,
  openCases: change(doc.openCases, caseId, to),
});

const countedAs = (kind: CaseDigest['kind']): 'cases' | 'complaints' => (kind === 'complaint' ? 'complaints' : 'cases');

function opened(before: Customer360, { data }: EventEnvelope<'case.opened'>): Customer360 {
  const { caseId, number, kind, subject, severity, priority, openedAt } = data;
  const doc = seen(withCounts(before, { [countedAs(kind)]: 1 }), kind === 'complaint' ? 'complaint' : 'case', openedAt);
  const digest = { number, kind, status: 'open', subject, severity, priority, openedAt } as const;
  return { ...doc, openCases: put(doc.openCases, caseOf(caseId, digest)) };
}

function classified(before: Customer360, { data }: EventEnvelope<'case.classified'>): Customer360 {
  const { caseId, previousKind, case: now } = data;
  const listed = before.openCases.find(one => one.id === caseId);
  const doc = changed(before, caseId, () => ({ kind: now.kind }));
  const [from, to] = [countedAs(listed?.kind ?? previousKind), countedAs(now.kind)];
  if (from === to) return doc;
  const counted = withCounts(doc, { [from]: -1, [to]: 1 });
  return to === 'complaints' ? seen(counted, 'complaint', now.openedAt) : counted;
}

interface Moved {
  readonly data: { readonly caseId: string; readonly case: Readonly<CaseDigest> };
}
const backInWork = (doc: Customer360, { data }: Moved): Customer360 =>
  changed(doc, data.caseId, ({ answered }) => ({ status: statusInWork(answered) }));
/** What is listed stays as it is there, what is not comes back as the event says it stands. */
const reopened = (doc: Customer360, event: Moved): Customer360 => {
  const { caseId, case: digest } = event.data;
  if (doc.openCases.some(one => one.id === caseId)) return backInWork(doc, event);
  return { ...doc, openCases: put(doc.openCases, caseOf(caseId, digest)) };
};
const over = (doc: Customer360, { data: { caseId } }: Moved): Customer360 => ({
  ...doc,
  openCases: drop(doc.openCases, caseId),
});

/**
 * A case that is neither confirmed nor closed is listed. Each event changes what it is about: the rest of what it says of
 * the case may come of events that are missing from a cut of the past.
 */
const cases: Steps = {
  'case.opened': opened,
  'case.classified': classified,
  'case.priority-changed': (doc, { data }) => changed(doc, data.caseId, () => ({ priority: data.to })),
  'case.assigned': (doc, { data }) =>
    changed(doc, data.caseId, () => ({ ownerId: data.to, teamId: data.teamId ?? null })),
  'case.transferred': (doc, { data }) => changed(doc, data.caseId, () => ({ ownerId: null, teamId: data.to })),
  'case.first-responded': (doc, { data }) =>
    changed(doc, data.caseId, ({ status }) => ({
      status: status === 'open' ? statusInWork(true) : status,
      answered: true,
    })),
  'case.resolved': (doc, { data }) => changed(doc, data.caseId, () => ({ status: 'resolved' })),
  'case.resolution-confirmed': over,
  'case.resolution-rejected': backInWork,
  'case.reopened': reopened,
  'case.closed': over,
};

const callOf = (id: string, digest: Readonly<CallDigest>): RecentCall => ({
  id,
  direction: digest.direction,
  status: digest.status,
  startedAt: digest.startedAt,
  agentId: digest.agentId ?? null,
  contactId: digest.contactId ?? null,
  talkSec: digest.talkSec,
  disposition: digest.disposition ?? null,
});

const newestFirst = (a: RecentCall, b: RecentCall): number => {
  if (a.startedAt === b.startedAt) return a.id < b.id ? 1 : -1;
  return a.startedAt < b.startedAt ? 1 : -1;
};

interface Call {
  readonly data: { readonly callId: string; readonly call: Readonly<CallDigest> };
}
/** One more call with the customer. It comes as the event says it stands: those before it came to nobody, or to somebody else. */
function joined(before: Customer360, { data: { callId, call } }: Call): Customer360 {
  const doc = seen(withCounts(before, { calls: 1 }), 'call', call.startedAt);
  const recentCalls = [...put(doc.recentCalls, callOf(callId, call))].sort(newestFirst).slice(0, HELD_CALLS);
  return { ...doc, recentCalls };
}

/** A call that is listed goes on as in the register. */
function followed(doc: Customer360, event: EventEnvelope & { readonly data: { readonly callId: string } }) {
  const recentCalls = change(doc.recentCalls, event.data.callId, ({ id, ...call }) => {
    const now = evolveDoc(register, { ...register.initial(id), ...call }, event, id)!;
    const { direction, status, agentId, contactId, talkSec, disposition } = now;
    return { direction, status, agentId, contactId, talkSec, disposition };
  });
  return recentCalls === doc.recentCalls ? doc : { ...doc, recentCalls };
}

/** The call was with somebody else: the customer gives it up. Its last touches stay as they were taken to be. */
const left = (doc: Customer360, { data }: Call): Customer360 =>
  withCounts({ ...doc, recentCalls: drop(doc.recentCalls, data.callId) }, { calls: -1 });

function reidentified(doc: Customer360, event: EventEnvelope<'call.caller-reidentified'>, key: string): Customer360 {
  const { old: former, new: now } = event.data;
  if (former.customerId === now.customerId) return followed(doc, event);
  return former.customerId === key ? left(doc, event) : joined(doc, event);
}

const calls: Steps = {
  'call.caller-identified': (doc, event) =>
    event.data.formerCustomerId === undefined ? joined(doc, event) : followed(doc, event),
  'call.caller-reidentified': reidentified,
  'call.queued': followed,
  'call.dialled': followed,
  'call.answered': followed,
  'call.held': followed,
  'call.retrieved': followed,
  'call.transferred': followed,
  'call.conferenced': followed,
  'call.missed': followed,
  'call.abandoned': followed,
  'call.ended': followed,
  'call.wrapped-up': followed,
  'call.disposition-recorded': followed,
};

/** The cases, complaints and calls of a customer. */
export const service: Steps = { ...cases, ...calls };
