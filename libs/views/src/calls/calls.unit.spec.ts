import { describe, it } from '@jest/globals';
import {
  CallAbandoned,
  CallAnswered,
  CallbackMade,
  CallbackRequested,
  CallConferenced,
  CallDialled,
  CallDispositionRecorded,
  CallEnded,
  CallerIdentified,
  CallerReidentified,
  CallerUnknown,
  CallHeld,
  CallMissed,
  CallOffered,
  CallQueued,
  CallRetrieved,
  CallTransferred,
  CallWrappedUp,
  IvrPathTaken,
  RecordingStored,
  type CallDigest,
} from '@touchstream/events';
import { example, happened, viewSpec } from '../testing/index.js';
import { calls } from './calls.js';

const callId = 'call-1';
const at = '2026-03-01T10:00:00.000Z';
const answeredAt = '2026-03-01T10:00:20.000Z';
const endedAt = '2026-03-01T10:05:05.000Z';
const stands = (more: Partial<CallDigest> = {}): CallDigest => ({
  direction: 'inbound',
  status: 'ended',
  startedAt: at,
  ani: '+4930901820',
  dnis: '+498001234567',
  queue: 'service-de',
  agentId: 'ann',
  contactId: 'p1',
  answeredAt,
  endedAt,
  waitSec: 20,
  talkSec: 240,
  holdSec: 45,
  ...more,
});
const offered = example(CallOffered, { callId, at });
const identified = happened(
  example(CallerIdentified, { callId, customerId: 'c1', contactId: 'p1', call: stands({ status: 'offered' }) }),
  { customerId: 'c1' },
);
const nobody = { customerId: undefined };
const ended = happened(example(CallEnded, { callId, at: endedAt, call: stands() }), { customerId: 'c1' });

type History = Parameters<ReturnType<typeof viewSpec>['given']>[0];
const given = (...history: History) => viewSpec(calls).given([happened(offered, nobody), ...history]);

describe('the register of calls', () => {
  it('shows a call before anybody knows who it is', () => {
    given(
      happened(example(IvrPathTaken, { callId }), nobody),
      happened(example(CallQueued, { callId, queue: 'billing' }), nobody),
      happened(example(CallerUnknown, { callId }), nobody),
    )
      .thenDocument(callId, {
        customerId: null,
        direction: 'inbound',
        status: 'queued',
        queue: 'billing',
        startedAt: at,
        ivrPath: ['main', 'billing', 'pin'],
        revision: 3,
      })
      .thenIndexed(callId, { lookups: { number: ['+4930901820', '+498001234567'] } });
  });

  it('follows it while it lasts', () => {
    const answered = example(CallAnswered, { callId, agentId: 'ann', waitSec: 20, at: answeredAt });
    const passedOn = example(CallTransferred, { callId, toAgentId: 'bob' });
    given(answered).thenDocument(callId, { status: 'talking', agentId: 'ann', waitSec: 20, answeredAt });
    given(answered, example(CallHeld, { callId })).thenDocument(callId, { status: 'held' });
    given(
      answered,
      example(CallHeld, { callId }),
      example(CallRetrieved, { callId, sec: 45 }),
      passedOn,
      example(CallConferenced, { callId }),
    ).thenDocument(callId, { status: 'talking', holdSec: 45, agentId: 'bob', transfers: 1, conferences: 1 });
  });

  it('is back in a queue after a transfer into one, and its second wait is added to the first', () => {
    const answered = example(CallAnswered, { callId, agentId: 'ann', waitSec: 20, at: answeredAt });
    const passedOn = example(CallTransferred, { callId, toAgentId: undefined, toQueue: 'second' });
    given(answered, passedOn)
      .thenDocument(callId, { status: 'queued', queue: 'second', agentId: 'ann', transfers: 1 })
      .thenIndexed(callId, { fields: { queue: 'second', status: 'queued' } });
    given(answered, passedOn, example(CallAnswered, { callId, agentId: 'bob', waitSec: 5 })).thenDocument(callId, {
      status: 'talking',
      agentId: 'bob',
      waitSec: 25,
      answeredAt,
    });
  });

  it('is no longer held once it is passed on or others join', () => {
    const held = [example(CallAnswered, { callId, at: answeredAt }), example(CallHeld, { callId })];
    given(...held, example(CallTransferred, { callId, toAgentId: 'bob' })).thenDocument(callId, { status: 'talking' });
    given(...held, example(CallConferenced, { callId })).thenDocument(callId, { status: 'talking' });
  });

  it('is dialled from here', () => {
    given(
      example(CallDialled, { callId, to: '+33140205050', agentId: 'bob', listId: 'spring', attempt: 2 }),
    ).thenDocument(callId, {
      direction: 'outbound',
      status: 'dialled',
      dnis: '+33140205050',
      agentId: 'bob',
      listId: 'spring',
      attempt: 2,
    });
  });

  it('is the customer’s from when the party is recognised, and moves when it was somebody else', () => {
    given(identified).thenDocument(callId, {
      customerId: 'c1',
      contactId: 'p1',
      identifiedBy: 'number',
      confidence: 90,
    });
    const moved = example(CallerReidentified, {
      callId,
      old: { customerId: 'c1', contactId: 'p1' },
      new: { customerId: 'c2' },
      call: stands(),
    });
    given(identified, ended, happened(moved, { customerId: 'c2' })).thenDocument(callId, {
      customerId: 'c2',
      contactId: null,
      identifiedBy: null,
      talkSec: 240,
    });
  });

  it('ends with its seconds, and the work after it', () => {
    given(identified, ended)
      .thenDocument(callId, { status: 'ended', talkSec: 240, holdSec: 45, waitSec: 20, wrapSec: 0, endedBy: 'caller' })
      .thenIndexed(callId, { fields: { agentId: 'ann', customerId: 'c1', talkSec: 240, wrapSec: 0 } });
    const wrapped = example(CallWrappedUp, { callId, call: stands({ wrapSec: 60, disposition: 'solved' }) });
    given(identified, ended, wrapped).thenDocument(callId, {
      wrapSec: 60,
      disposition: 'solved',
      notes: 'Sent the invoice again.',
    });
    const corrected = example(CallDispositionRecorded, { callId, call: stands({ wrapSec: 60, disposition: 'to-do' }) });
    given(identified, ended, wrapped, corrected).thenDocument(callId, { disposition: 'to-do', wrapSec: 60 });
  });

  it('may be answered by nobody', () => {
    given(example(CallMissed, { callId, reason: 'busy', call: stands({ status: 'missed' }) })).thenDocument(callId, {
      status: 'missed',
      missReason: 'busy',
    });
    given(example(CallAbandoned, { callId, call: stands({ status: 'abandoned', talkSec: 0 }) })).thenDocument(callId, {
      status: 'abandoned',
      talkSec: 0,
    });
  });

  it('keeps where the recording is', () => {
    given(example(RecordingStored, { callId, hash: 'sha256:00' })).thenDocument(callId, {
      recording: { uri: 's3://recordings/2026/03/01/ca11.opus', hash: 'sha256:00', retentionUntil: '2026-09-01' },
    });
  });

  it('has a callback due until it reaches the caller', () => {
    const asked = example(CallbackRequested, { callId, dueAt: '2026-03-02T09:00:00.000Z' });
    const tried = example(CallbackMade, { callId, outcome: 'not-reached', attempt: 1 });
    const reached = example(CallbackMade, { callId, outcome: 'reached', attempt: 2, callbackCallId: 'call-2' });
    given(asked, tried).thenIndexed(callId, { fields: { callbackDueAt: '2026-03-02T09:00:00.000Z' } });
    given(asked, tried, reached)
      .thenIndexed(callId, { fields: { callbackDueAt: null } })
      .thenDocument(callId, {
        callback: {
          state: 'done',
          number: '+4930901820',
          dueAt: '2026-03-02T09:00:00.000Z',
          queue: 'service-de',
          agentId: 'ann',
          requestedAt: '2026-03-01T10:06:05.000Z',
          attempts: 2,
          lastOutcome: 'reached',
          callId: 'call-2',
        },
      });
  });
});
