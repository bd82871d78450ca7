import { describe, expect, it } from '@jest/globals';
import {
  CallAbandoned,
  CallAnswered,
  CallDialled,
  CallEnded,
  CallerIdentified,
  CallMissed,
  CallOffered,
  CallQueued,
  CallWrappedUp,
  CustomerRegistered,
  event,
  type CallDigest,
} from '@touchstream/events';
import { customer } from '../customer/index.js';
import { given } from '../testing/index.js';
import { call } from './call.js';

const callId = 'a1';
const startedAt = '2026-02-01T10:00:00.000Z';
const meta = { occurredAt: startedAt };
const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1000).toISOString();
const known = given(customer, [
  event(CustomerRegistered, {
    customerId: 'c1',
    code: 'C1',
    kind: 'business',
    name: 'Muster GmbH',
    country: 'DE',
    phones: [],
    externalRefs: [],
    registeredAt: '2026-01-01T00:00:00.000Z',
  }),
]).state();
const when = (body: object, facts: object = {}, over: object = meta) =>
  given(call, []).when('LogCall', { direction: 'inbound', outcome: 'answered', talkSec: 240, ...body } as never, {
    facts,
    meta: over,
  });

const inbound = {
  customerId: 'c1',
  number: '030 901820',
  line: '0800 1234567',
  queue: 'service',
  agentId: 'ann',
  waitSec: 20,
  holdSec: 40,
  endedBy: 'caller',
  wrapSec: 60,
  disposition: 'solved',
  notes: 'sent the invoice',
};
const bare: Readonly<CallDigest> = {
  direction: 'inbound',
  status: 'offered',
  startedAt,
  waitSec: 0,
  talkSec: 0,
  holdSec: 0,
};
const begun: Readonly<CallDigest> = {
  ...bare,
  ani: '+4930901820',
  dnis: '+498001234567',
  queue: 'service',
};
const over: Readonly<CallDigest> = {
  ...begun,
  status: 'ended',
  agentId: 'ann',
  answeredAt: at(20),
  endedAt: at(300),
  waitSec: 20,
  talkSec: 240,
  holdSec: 40,
};

describe('a call that is logged', () => {
  it('has the whole life of an inbound call', () => {
    const { ani, dnis, queue } = begun;
    const { state } = when(inbound, { customer: known }).then([
      event(CallOffered, { callId, customerId: 'c1', direction: 'inbound', ani, dnis, queue, at: at(0) }),
      event(CallerIdentified, { callId, customerId: 'c1', method: 'record', at: at(0), call: begun }),
      event(CallQueued, { callId, queue: 'service', at: at(0) }),
      event(CallAnswered, { callId, direction: 'inbound', agentId: 'ann', waitSec: 20, queue, at: at(20) }),
      event(CallEnded, { callId, talkSec: 240, holdSec: 40, by: 'caller', at: at(300), call: over }),
      event(CallWrappedUp, {
        callId,
        wrapSec: 60,
        disposition: 'solved',
        notes: 'sent the invoice',
        at: at(360),
        call: { ...over, wrapSec: 60, disposition: 'solved' },
      }),
    ]);
    expect(state).toMatchObject({ status: 'ended', customerId: 'c1', call: { talkSec: 240, disposition: 'solved' } });
  });

  it("is its customer's from the first event on", () => {
    const events = when(inbound, { customer: known }).decided();
    for (const [index, last] of events.entries()) {
      const state = given(call, events.slice(0, index + 1)).state();
      expect([last.type, call.customerId(state, last as never)]).toEqual([last.type, 'c1']);
    }
  });

  it('has the whole life of an outbound call, of which little may be known', () => {
    const digest: Readonly<CallDigest> = { ...bare, direction: 'outbound' };
    when({ direction: 'outbound', listId: 'spring', attempt: 2 }).then([
      event(CallOffered, { callId, direction: 'outbound', at: at(0) }),
      event(CallDialled, { callId, listId: 'spring', attempt: 2, at: at(0) }),
      event(CallAnswered, { callId, direction: 'outbound', waitSec: 0, at: at(0) }),
      event(CallEnded, {
        callId,
        talkSec: 240,
        holdSec: 0,
        at: at(240),
        call: { ...digest, status: 'ended', listId: 'spring', answeredAt: at(0), endedAt: at(240), talkSec: 240 },
      }),
    ]);
  });

  it('dials the number of an outbound call', () => {
    const unanswered = { direction: 'outbound', outcome: 'missed', talkSec: undefined, waitSec: 30, agentId: 'ann' };
    const dnis = '+4930901820';
    const missed: Readonly<CallDigest> = {
      ...bare,
      direction: 'outbound',
      status: 'missed',
      dnis,
      agentId: 'ann',
      endedAt: at(30),
      waitSec: 30,
    };
    when({ ...unanswered, number: dnis, missReason: 'busy', disposition: 'again' }).then([
      event(CallOffered, { callId, direction: 'outbound', dnis, at: at(0) }),
      event(CallDialled, { callId, to: dnis, agentId: 'ann', attempt: 1, at: at(0) }),
      event(CallMissed, {
        callId,
        reason: 'busy',
        waitSec: 30,
        at: at(30),
        call: missed,
      }),
      event(CallWrappedUp, {
        callId,
        wrapSec: 0,
        disposition: 'again',
        at: at(30),
        call: { ...missed, disposition: 'again', wrapSec: 0 },
      }),
    ]);
  });

  it('may have been given up by the caller', () => {
    when({ outcome: 'abandoned', talkSec: undefined, waitSec: 12 }).then([
      event(CallOffered, { callId, direction: 'inbound', at: at(0) }),
      event(CallAbandoned, {
        callId,
        waitSec: 12,
        at: at(12),
        call: { ...bare, status: 'abandoned', endedAt: at(12), waitSec: 12 },
      }),
    ]);
  });

  it('must make sense', () => {
    when({ talkSec: undefined }).thenRefused('talk-required', '/talkSec');
    when({ outcome: 'missed' }).thenRefused('call-not-answered', '/talkSec');
    when({ outcome: 'missed', talkSec: undefined, holdSec: 3 }).thenRefused('call-not-answered', '/holdSec');
    when({ wrapSec: 3 }).thenRefused('disposition-required', '/disposition');
    when({ notes: 'x' }).thenRefused('disposition-required', '/disposition');
    when({ number: '030 901820' }).thenRefused('phone-country-unknown', '/number');
    when({ line: 'x', country: 'DE' }).thenRefused('phone-invalid', '/line');
    when({ customerId: 'c9' }).thenRefused('unknown-customer', '/customerId');
    when({ contactId: 'p9' }).thenRefused('unknown-contact', '/contactId');
  });

  it('is over', () => {
    when({}, {}, { occurredAt: startedAt, now: at(239) }).thenRefused('call-not-over', '/occurredAt');
    const wrapped = { wrapSec: 30, disposition: 'solved' };
    when(wrapped, {}, { occurredAt: startedAt, now: at(269) }).thenRefused('call-not-over', '/occurredAt');
    expect(when(wrapped, {}, { occurredAt: startedAt, now: at(270) }).decided()).toHaveLength(4);
    when({}, {}, { occurredAt: startedAt, now: at(240) }).then([
      event(CallOffered, { callId, direction: 'inbound', at: at(0) }),
      event(CallAnswered, { callId, direction: 'inbound', waitSec: 0, at: at(0) }),
      event(CallEnded, {
        callId,
        talkSec: 240,
        holdSec: 0,
        at: at(240),
        call: { ...bare, status: 'ended', answeredAt: at(0), endedAt: at(240), talkSec: 240 },
      }),
    ]);
  });
});
