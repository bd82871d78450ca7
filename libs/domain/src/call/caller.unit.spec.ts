import { describe, expect, it } from '@jest/globals';
import {
  CallAnswered,
  CallbackRequested,
  CallConferenced,
  CallEnded,
  CallerIdentified,
  CallerReidentified,
  CallerUnknown,
  CallOffered,
  CallTransferred,
  ContactLinkedToCustomer,
  ContactRegistered,
  CustomerArchived,
  CustomerRegistered,
  event,
  type CallDigest,
} from '@touchstream/events';
import { contact } from '../contact/index.js';
import { customer } from '../customer/index.js';
import { given, testMeta } from '../testing/index.js';
import { call } from './call.js';

const callId = 'a1';
const startedAt = '2026-03-01T09:00:00.000Z';
const endedAt = '2026-03-01T09:05:00.000Z';
const { occurredAt: at } = testMeta();
const offered = event(CallOffered, { callId, direction: 'inbound', ani: '+4930901820', at: startedAt });
const digest: Readonly<CallDigest> = {
  direction: 'inbound',
  status: 'offered',
  startedAt,
  ani: '+4930901820',
  waitSec: 0,
  talkSec: 0,
  holdSec: 0,
};

const registered = event(CustomerRegistered, {
  customerId: 'c1',
  code: 'C1',
  kind: 'business',
  name: 'Muster GmbH',
  country: 'DE',
  phones: [],
  externalRefs: [],
  registeredAt: '2026-01-01T00:00:00.000Z',
});
const known = given(customer, [registered]).state();
const archived = given(customer, [registered, event(CustomerArchived, { customerId: 'c1', reason: 'gone' })]).state();
const entered = event(ContactRegistered, {
  contactId: 'p1',
  customerIds: [],
  name: 'Erika',
  registeredAt: '2026-01-01T00:00:00.000Z',
});
const linked = event(ContactLinkedToCustomer, {
  contactId: 'p1',
  customerIds: ['c1'],
  customerId: 'c1',
  role: 'buyer',
  isPrimary: true,
  primaryCustomerId: 'c1',
  contact: { name: 'Erika', channels: [], preferences: [] },
});
const loose = given(contact, [entered]).state();
const atWork = given(contact, [entered, linked]).state();

const identified = event(CallerIdentified, {
  callId,
  customerId: 'c1',
  method: 'number',
  confidence: 90,
  at,
  call: digest,
});
const withContact = event(CallerIdentified, {
  callId,
  customerId: 'c1',
  contactId: 'p1',
  method: 'agent',
  at,
  call: { ...digest, contactId: 'p1' },
});
const unknown = event(CallerUnknown, { callId, method: 'number', at });

describe('the other party of a call', () => {
  const on = given(call, [offered]);

  it('is identified by its customer, also one who is archived', () => {
    const body = { customerId: 'c1', method: 'number' as const, confidence: 90 };
    on.when('IdentifyCaller', body, { facts: { customer: known } }).then([identified]);
    on.when('IdentifyCaller', body, { facts: { customer: archived } }).then([identified]);
    on.when('IdentifyCaller', body, { facts: { customer: { status: 'absent' } } }).thenRefused(
      'unknown-customer',
      '/customerId',
    );
    given(call, [offered, identified])
      .when('IdentifyCaller', body, { facts: { customer: known } })
      .thenNothing();
  });

  it('is identified by a contact, who stands for a primary customer', () => {
    const body = { contactId: 'p1', method: 'agent' as const };
    on.when('IdentifyCaller', body, { facts: { contact: atWork } }).then([withContact]);
    on.when('IdentifyCaller', body, { facts: { contact: loose } }).then([
      event(CallerIdentified, { ...withContact.data, customerId: undefined }),
    ]);
    on.when('IdentifyCaller', body).thenRefused('unknown-contact', '/contactId');
    given(call, [offered, identified])
      .when('IdentifyCaller', body, { facts: { contact: loose } })
      .then([event(CallerIdentified, { ...withContact.data, formerCustomerId: 'c1' })]);
  });

  it('is not contradicted by another identification', () => {
    given(call, [offered, identified])
      .when('IdentifyCaller', { customerId: 'c2', method: 'agent' }, { facts: { customer: known } })
      .thenRefused('caller-identified', '/customerId');
    given(call, [offered, withContact])
      .when('IdentifyCaller', { contactId: 'p2', method: 'agent' }, { facts: { contact: loose } })
      .thenRefused('caller-identified', '/contactId');
    given(call, [offered, identified]).when('IdentifyCaller', { method: 'voice' }).thenRefused('caller-identified');
  });

  it('may stay unknown, and be identified later', () => {
    on.when('IdentifyCaller', { method: 'number' }).then([unknown]);
    given(call, [offered, unknown]).when('IdentifyCaller', { method: 'number' }).thenNothing();
    given(call, [offered, unknown])
      .when('IdentifyCaller', { method: 'voice' })
      .then([event(CallerUnknown, { callId, method: 'voice', at })]);
    given(call, [offered, unknown])
      .when('IdentifyCaller', { customerId: 'c1', method: 'number', confidence: 90 }, { facts: { customer: known } })
      .then([identified]);
  });

  it('turns out to be somebody else, and the whole call moves', () => {
    const over: Readonly<CallDigest> = { ...digest, status: 'ended', endedAt, talkSec: 300, contactId: 'p1' };
    const ended = event(CallEnded, { callId, talkSec: 300, holdSec: 0, by: 'caller', at: endedAt, call: over });
    const history = [offered, withContact, ended];
    const moved = event(CallerReidentified, {
      callId,
      old: { customerId: 'c1', contactId: 'p1' },
      new: { customerId: 'c2' },
      by: 'ann',
      at,
      call: { ...over, contactId: undefined },
    });
    const facts = { customer: known };
    const { state } = given(call, history).when('ReidentifyCaller', { customerId: 'c2' }, { facts }).then([moved]);
    expect(call.customerId(state, moved)).toBe('c2');
    given(call, [...history, moved])
      .when('ReidentifyCaller', { customerId: 'c2' }, { facts })
      .thenNothing();
    given(call, history).when('ReidentifyCaller', {}).thenRefused('identity-required');
    given(call, [offered])
      .when('ReidentifyCaller', { customerId: 'c2' }, { facts })
      .thenRefused('caller-not-identified');
    given(call, history).when('ReidentifyCaller', { customerId: 'c2' }).thenRefused('unknown-customer', '/customerId');
  });

  it('is not somebody else before it was recognised', () => {
    const later = event(CallerIdentified, { ...identified.data, at: '2026-03-01T10:00:00.001Z' });
    const facts = { customer: known };
    given(call, [offered, later])
      .when('ReidentifyCaller', { customerId: 'c2' }, { facts })
      .thenRefused('before-last-change', '/occurredAt');
    given(call, [offered, later])
      .when(
        'IdentifyCaller',
        { customerId: 'c1', contactId: 'p1', method: 'agent' },
        { facts: { ...facts, contact: given(contact, [entered]).state() } },
      )
      .thenRefused('before-last-change', '/occurredAt');
  });

  it('puts the call with its customer from then on, whose country its numbers are read by', () => {
    const before = on.state();
    const after = given(call, [offered, identified]).state();
    expect(call.customerId(before, offered)).toBeUndefined();
    expect(call.customerId(after, identified)).toBe('c1');
    expect(call.customerId(call.initialState, offered)).toBeUndefined();
    const dial = call.facts!.DialNumber!;
    const command = { data: {}, meta: testMeta() };
    expect(dial(command, before)).toEqual({ customer: undefined });
    expect(dial(command, after)).toEqual({ customer: { aggregate: 'customer', id: 'c1' } });
    expect(
      call.facts!.IdentifyCaller!({ data: { contactId: 'p1', method: 'agent' }, meta: testMeta() }, before),
    ).toEqual({
      customer: undefined,
      contact: { aggregate: 'contact', id: 'p1' },
    });
    const [number, facts] = ['+4930901821', { customer: known }];
    given(call, [offered, identified])
      .when('RequestCallback', { number: '030 901821' }, { facts })
      .then([event(CallbackRequested, { callId, number, at })]);
    const answered = event(CallAnswered, { callId, direction: 'inbound', agentId: 'ann', waitSec: 0, at: startedAt });
    const talking = given(call, [offered, identified, answered]);
    talking
      .when('TransferCall', { toNumber: '030 901821', kind: 'blind' }, { facts })
      .then([event(CallTransferred, { callId, fromAgentId: 'ann', toNumber: number, kind: 'blind', at })]);
    talking
      .when('ConferenceCall', { parties: [{ number: '030 901821' }] }, { facts })
      .then([event(CallConferenced, { callId, parties: [{ number }], at })]);
  });
});
