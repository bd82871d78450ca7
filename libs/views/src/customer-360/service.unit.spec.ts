import { describe, expect, it } from '@jest/globals';
import {
  CallAbandoned,
  CallAnswered,
  CallbackMade,
  CallEnded,
  CallerIdentified,
  CallerReidentified,
  CallHeld,
  CallMissed,
  CallTransferred,
  CallWrappedUp,
  CaseAssigned,
  CaseClassified,
  CaseClosed,
  CaseFirstResponded,
  CaseOpened,
  CasePriorityChanged,
  CaseReopened,
  CaseResolved,
  CaseTransferred,
  CustomerRegistered,
  InteractionLogged,
  OrderPlaced,
  QuoteSent,
  ResolutionConfirmed,
  ResolutionRejected,
  VisitorIdentified,
  WebVisitRecorded,
  type CallDigest,
  type CaseDigest,
} from '@touchstream/events';
import { example, happened, timeOf, viewSpec } from '../testing/index.js';
import { customer360 } from './customer-360.js';
import { HELD_CALLS, RECENT_CALLS } from './document.js';

type History = Parameters<ReturnType<typeof viewSpec>['given']>[0];
const documentOf = (...history: History) => viewSpec(customer360).given(history).document('c1');

describe('the cases of a customer', () => {
  const caseId = 'case-1';
  const openedAt = '2026-02-01T10:00:00.000Z';
  const opened = example(CaseOpened, { caseId, customerId: 'c1', openedAt });
  const complained = example(CaseOpened, { caseId: 'case-2', customerId: 'c1', kind: 'complaint', openedAt });
  const stands = (status: CaseDigest['status'], more: Partial<CaseDigest> = {}): Readonly<CaseDigest> => ({
    number: 'CASE-1042',
    kind: 'incident',
    status,
    subject: 'Line drops every evening',
    severity: 'high',
    priority: 'high',
    openedAt,
    ...more,
  });
  const closed = example(CaseClosed, { caseId, case: stands('closed') });

  it('are listed until they are confirmed or closed; complaints are counted apart', () => {
    const doc = documentOf(opened, complained);
    expect(doc.openCases[0]).toEqual({ ...stands('open'), id: caseId, answered: false, ownerId: null, teamId: null });
    expect(doc.counts).toMatchObject({ cases: 1, complaints: 1 });
    expect(doc.moments).toMatchObject({ case: { first: openedAt }, complaint: { last: openedAt } });
    const resolved = example(CaseResolved, { caseId, case: stands('resolved') });
    expect(documentOf(opened, resolved).openCases[0]?.status).toBe('resolved');
    const confirmed = example(ResolutionConfirmed, { caseId, case: stands('confirmed') });
    expect(documentOf(opened, resolved, confirmed).openCases).toEqual([]);
    expect(documentOf(opened, resolved, confirmed, closed).openCases).toEqual([]);
    viewSpec(customer360)
      .given([opened, complained])
      .thenIndexed('c1', { fields: { openCases: 2 } });
  });

  it('come back when they are reopened', () => {
    const reopened = example(CaseReopened, { caseId, case: stands('responded', { ownerId: 'ann' }) });
    expect(documentOf(opened, closed, reopened).openCases).toEqual([
      { ...stands('responded'), id: caseId, answered: true, ownerId: 'ann', teamId: null },
    ]);
    expect(documentOf(opened, closed, reopened).counts.cases).toBe(1);
  });

  it('are in work again as they were answered themselves, whatever is said of them', () => {
    const resolved = example(CaseResolved, { caseId, case: stands('closed') });
    const statusAfter = (...more: History) => documentOf(opened, ...more).openCases[0]?.status;
    const answered = example(CaseFirstResponded, { caseId, case: stands('closed') });
    for (const type of [ResolutionRejected, CaseReopened]) {
      expect(statusAfter(resolved, example(type, { caseId, case: stands('responded') }))).toBe('open');
      expect(statusAfter(resolved, answered, example(type, { caseId, case: stands('open') }))).toBe('responded');
    }
    expect(statusAfter(answered, resolved)).toBe('resolved');
    const [back, unanswered] = [stands('responded'), stands('open')].map(as =>
      example(CaseReopened, { caseId, case: as }),
    );
    const rejected = example(ResolutionRejected, { caseId });
    expect(statusAfter(closed, back!, resolved, rejected)).toBe('responded');
    expect(statusAfter(closed, unanswered!, resolved, rejected)).toBe('open');
  });

  it('go from hand to hand', () => {
    const assigned = example(CaseAssigned, { caseId, to: 'ann', teamId: 'support' });
    expect(documentOf(opened, assigned).openCases[0]).toMatchObject({ ownerId: 'ann', teamId: 'support' });
    const transferred = example(CaseTransferred, { caseId, to: 'network' });
    expect(documentOf(opened, assigned, transferred).openCases[0]).toMatchObject({ ownerId: null, teamId: 'network' });
    const urgent = example(CasePriorityChanged, { caseId, to: 'urgent' });
    expect(documentOf(opened, urgent).openCases[0]?.priority).toBe('urgent');
    const answered = example(CaseFirstResponded, { caseId, case: stands('responded') });
    expect(documentOf(opened, answered).openCases[0]?.status).toBe('responded');
  });

  it('may turn out to be complaints, or not', () => {
    const classified = (previousKind: CaseDigest['kind'], kind: CaseDigest['kind']) =>
      example(CaseClassified, { caseId, previousKind, case: stands('open', { kind }) });
    const doc = documentOf(opened, classified('incident', 'complaint'));
    expect(doc.counts).toMatchObject({ cases: 0, complaints: 1 });
    expect(doc.moments.complaint).toEqual({ first: openedAt, last: openedAt });
    expect(documentOf(opened, classified('incident', 'question')).counts).toMatchObject({ cases: 1, complaints: 0 });
    const back = documentOf(opened, classified('incident', 'complaint'), classified('complaint', 'incident'));
    expect(back.counts).toMatchObject({ cases: 1, complaints: 0 });
  });
});

describe('the calls of a customer', () => {
  const stands = (more: Partial<CallDigest> = {}): CallDigest => ({
    direction: 'inbound',
    status: 'offered',
    startedAt: '2026-03-01T10:00:00.000Z',
    waitSec: 0,
    talkSec: 0,
    holdSec: 0,
    ...more,
  });
  const identified = (callId: string, startedAt = '2026-03-01T10:00:00.000Z', formerCustomerId?: string) =>
    example(CallerIdentified, { callId, customerId: 'c1', formerCustomerId, call: stands({ startedAt }) });
  const ended = example(CallEnded, {
    callId: 'call-1',
    call: stands({ status: 'ended', talkSec: 240, agentId: 'ann' }),
  });

  it('are counted once each, from when the party is recognised', () => {
    const refined = identified('call-1', undefined, 'c1');
    const doc = documentOf(identified('call-1'), ended, refined);
    expect(doc.counts.calls).toBe(1);
    expect(documentOf(identified('call-1'), ended).recentCalls).toEqual([
      {
        id: 'call-1',
        direction: 'inbound',
        status: 'ended',
        startedAt: '2026-03-01T10:00:00.000Z',
        agentId: 'ann',
        contactId: null,
        talkSec: 240,
        disposition: null,
      },
    ]);
    const wrapped = example(CallWrappedUp, {
      callId: 'call-1',
      call: stands({ status: 'ended', disposition: 'solved' }),
    });
    expect(documentOf(identified('call-1'), ended, wrapped).recentCalls[0]?.disposition).toBe('solved');
  });

  it('go on as they are told of, each event of what it is about', () => {
    const callId = 'call-1';
    const told = (...more: History) => documentOf(identified(callId), ...more).recentCalls[0];
    const whole = { status: 'ended', agentId: 'zoe', contactId: 'p9', talkSec: 9, disposition: 'other' } as const;
    const answered = example(CallAnswered, { callId, agentId: 'bob' });
    expect(told(answered)).toMatchObject({ status: 'talking', agentId: 'bob', talkSec: 0 });
    expect(told(answered, example(CallHeld, { callId }))).toMatchObject({ status: 'held', agentId: 'bob' });
    const passedOn = example(CallTransferred, { callId, toAgentId: 'cid', toQueue: undefined });
    expect(told(answered, passedOn)).toMatchObject({ status: 'talking', agentId: 'cid' });
    const wrapped = example(CallWrappedUp, { callId, disposition: 'solved', call: stands(whole) });
    expect(told(answered, wrapped)).toMatchObject({ status: 'talking', agentId: 'bob', disposition: 'solved' });
    const over = example(CallEnded, { callId, call: stands(whole) });
    expect(told(wrapped, over)).toMatchObject({
      status: 'ended',
      agentId: 'zoe',
      contactId: null,
      talkSec: 9,
      disposition: 'solved',
    });
    const refined = { callId, formerCustomerId: 'c1', contactId: 'p1', call: stands(whole) };
    expect(told(example(CallerIdentified, refined))).toMatchObject({ status: 'offered', contactId: 'p1' });
  });

  it('are not listed before anybody said that they were with the customer', () => {
    expect(documentOf(ended)).toMatchObject({ recentCalls: [], counts: { calls: 0 } });
  });

  it('are held as far as they are the last ones, the newest first', () => {
    const days = Array.from({ length: HELD_CALLS + 2 }, (_, at) => `2026-03-${at + 10}T10:00:00.000Z`);
    const all = days.map((day, at) => identified(`call-${at}`, day));
    const doc = documentOf(...all);
    expect(doc.recentCalls.map(call => call.startedAt)).toEqual(days.toReversed().slice(0, HELD_CALLS));
    expect(doc.counts.calls).toBe(HELD_CALLS + 2);
    expect(doc.moments.call).toEqual({ first: days[0], last: days.at(-1) });
    const corrected = example(CallerReidentified, {
      callId: `call-${HELD_CALLS + 1}`,
      old: { customerId: 'c1' },
      new: { customerId: 'c2' },
    });
    const { recentCalls } = documentOf(...all, corrected);
    expect(recentCalls.slice(0, RECENT_CALLS)).toEqual(doc.recentCalls.slice(1, RECENT_CALLS + 1));
  });

  it('move to the customer that they were with', () => {
    const moved = example(CallerReidentified, {
      callId: 'call-1',
      old: { customerId: 'c1' },
      new: { customerId: 'c2' },
      call: stands({ status: 'ended' }),
    });
    const folded = viewSpec(customer360).given([identified('call-1'), ended, happened(moved, { customerId: 'c2' })]);
    expect(folded.document('c1')).toMatchObject({ recentCalls: [], counts: { calls: 0 } });
    expect(folded.document('c2')).toMatchObject({
      recentCalls: [{ id: 'call-1' }],
      counts: { calls: 1 },
      lastTouches: [{ id: 'phone', at: '2026-03-01T10:00:00.000Z', direction: 'inbound' }],
    });
    const contact = example(CallerReidentified, {
      callId: 'call-1',
      old: { customerId: 'c1' },
      new: { customerId: 'c1', contactId: 'p2' },
      call: stands({ contactId: 'p2' }),
    });
    expect(documentOf(identified('call-1'), contact)).toMatchObject({
      recentCalls: [{ contactId: 'p2' }],
      counts: { calls: 1 },
    });
  });
});

describe('what a cut of the past has leave a customer, and not come to it', () => {
  it('is counted as none', () => {
    const call = example(CallerReidentified, { old: { customerId: 'c1' }, new: { customerId: 'c2' } });
    const visit = example(VisitorIdentified, { customerId: 'c2', formerCustomerId: 'c1' });
    const { document } = viewSpec(customer360).given([call, visit].map(event => happened(event, { customerId: 'c2' })));
    expect(document('c1').counts).toMatchObject({ calls: 0, webVisits: 0 });
    expect(document('c2').counts).toMatchObject({ calls: 1, webVisits: 1 });
  });
});

describe('the touches of a customer', () => {
  const startedAt = '2026-02-10T09:00:00.000Z';
  const logged = (channel: 'visit' | 'letter', at: string, more: object = {}) =>
    example(InteractionLogged, { customerId: 'c1', channel, startedAt: at, ownerId: 'bob', ...more });

  it('say when, how and by whom the last one was, by channel', () => {
    const doc = documentOf(
      logged('visit', startedAt),
      happened(example(QuoteSent), { channel: 'email' }),
      example(OrderPlaced, { customerId: 'c1' }),
    );
    expect(doc.lastTouches).toEqual([
      { id: 'visit', at: startedAt, type: 'interaction.logged', direction: 'outbound', by: 'bob' },
      { id: 'email', at: timeOf(1), type: 'quote.sent', direction: 'outbound', by: 'ann' },
      { id: 'other', at: timeOf(2), type: 'order.placed', direction: 'inbound', by: 'ann' },
    ]);
    expect(doc.moments.touch).toEqual({ first: startedAt, last: timeOf(2) });
    expect(doc.counts).toMatchObject({ interactions: 1, quotes: 0 });
  });

  it('are not moved back by what is reported late, nor by what was only among us', () => {
    const late = documentOf(logged('visit', startedAt), logged('visit', '2026-01-01T00:00:00.000Z'));
    expect(late.lastTouches[0]?.at).toBe(startedAt);
    expect(late.moments.touch).toEqual({ first: '2026-01-01T00:00:00.000Z', last: startedAt });
    expect(late.counts.interactions).toBe(2);
    viewSpec(customer360)
      .given([example(CustomerRegistered, { customerId: 'c1' }), logged('visit', startedAt)])
      .thenIndexed('c1', { fields: { untouchedSince: startedAt } });
    expect(documentOf(logged('letter', startedAt, { direction: 'internal' })).moments.touch).toBeNull();
  });

  it('are none where we reached nobody, or were among ourselves', () => {
    const inbound: Readonly<CallDigest> = {
      direction: 'inbound',
      status: 'missed',
      startedAt,
      waitSec: 20,
      talkSec: 0,
      holdSec: 0,
    };
    const outbound: Readonly<CallDigest> = { ...inbound, direction: 'outbound' };
    const answered: Readonly<CallDigest> = { ...outbound, status: 'ended', answeredAt: startedAt, talkSec: 60 };
    const touchedBy = (...history: History) => documentOf(...history).moments.touch !== null;
    const ofC1 = { customerId: 'c1' };
    for (const [call, is] of [
      [inbound, true],
      [outbound, false],
      [answered, true],
    ] as const) {
      expect(touchedBy(example(CallerIdentified, { ...ofC1, formerCustomerId: undefined, call }))).toBe(is);
      expect(touchedBy(example(CallerReidentified, { old: {}, new: ofC1, call }))).toBe(is);
    }
    for (const [call, is] of [
      [inbound, true],
      [outbound, false],
    ] as const)
      for (const type of [CallMissed, CallAbandoned])
        expect(touchedBy(happened(example(type, { call }), ofC1))).toBe(is);
    for (const [outcome, is] of [
      ['reached', true],
      ['not-reached', false],
    ] as const)
      expect(touchedBy(happened(example(CallbackMade, { outcome }), ofC1))).toBe(is);
    expect(touchedBy(example(CaseOpened, { ...ofC1, kind: 'internal' }))).toBe(false);
    expect(touchedBy(example(CaseOpened, { ...ofC1, kind: 'question' }))).toBe(true);
  });

  it('count visits of our pages for whom they were of', () => {
    const visited = example(WebVisitRecorded, { customerId: 'c1' });
    expect(documentOf(visited)).toMatchObject({ counts: { webVisits: 1 }, lastTouches: [{ id: 'web' }] });
    const known = example(VisitorIdentified, { customerId: 'c1', formerCustomerId: 'c1' });
    expect(documentOf(visited, known).counts.webVisits).toBe(1);
    const moved = example(VisitorIdentified, { customerId: 'c2', formerCustomerId: 'c1' });
    const folded = viewSpec(customer360).given([visited, moved]);
    expect([folded.document('c1').counts.webVisits, folded.document('c2').counts.webVisits]).toEqual([0, 1]);
    const began = '2026-03-01T09:00:00.000Z';
    expect(folded.document('c2')).toMatchObject({
      moments: { touch: { first: began, last: began } },
      lastTouches: [{ id: 'web', at: began, direction: 'inbound' }],
    });
    const early = example(VisitorIdentified, { customerId: 'c1', startedAt: undefined });
    expect(documentOf(early).moments.touch?.last).toBe(timeOf(0));
  });
});
