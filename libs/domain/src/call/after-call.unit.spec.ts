import { describe, it } from '@jest/globals';
import {
  CallbackMade,
  CallbackRequested,
  CallDispositionRecorded,
  CallEnded,
  CallAnswered,
  CallMissed,
  CallOffered,
  CallWrappedUp,
  event,
  RecordingStored,
  type CallDigest,
} from '@touchstream/events';
import { given, testMeta } from '../testing/index.js';
import { call } from './call.js';

const callId = 'a1';
const startedAt = '2026-03-01T09:00:00.000Z';
const endedAt = '2026-03-01T09:05:00.000Z';
const { occurredAt: at } = testMeta();
const offered = event(CallOffered, { callId, direction: 'inbound', ani: '+4930901820', at: startedAt });
const answered = event(CallAnswered, { callId, direction: 'inbound', agentId: 'ann', waitSec: 0, at: startedAt });
const over: Readonly<CallDigest> = {
  direction: 'inbound',
  status: 'ended',
  startedAt,
  ani: '+4930901820',
  agentId: 'ann',
  answeredAt: startedAt,
  endedAt,
  waitSec: 0,
  talkSec: 300,
  holdSec: 0,
};
const ended = event(CallEnded, { callId, talkSec: 300, holdSec: 0, by: 'caller', at: endedAt, call: over });
const history = [offered, answered, ended];
const unanswered: Readonly<CallDigest> = {
  ...over,
  status: 'missed',
  agentId: undefined,
  answeredAt: undefined,
  waitSec: 9,
  talkSec: 0,
};
const missed = event(CallMissed, { callId, reason: 'busy', waitSec: 9, at: endedAt, call: unanswered });

describe('the work after a call', () => {
  const body = { wrapSec: 60, disposition: 'solved', notes: 'sent the invoice' };
  const wrapped = event(CallWrappedUp, { callId, ...body, at, call: { ...over, wrapSec: 60, disposition: 'solved' } });

  it('is recorded once, after the end', () => {
    given(call, history).when('WrapUpCall', body).then([wrapped]);
    given(call, [...history, wrapped])
      .when('WrapUpCall', body)
      .thenNothing();
    given(call, [...history, wrapped])
      .when('WrapUpCall', { wrapSec: 60, disposition: 'solved' })
      .thenNothing();
    for (const more of [{ wrapSec: 61 }, { disposition: 'open' }, { notes: 'sent it twice' }])
      given(call, [...history, wrapped])
        .when('WrapUpCall', { ...body, ...more })
        .thenRefused('call-wrapped-up');
    given(call, [offered, answered]).when('WrapUpCall', body).thenRefused('call-not-over');
    given(call, [offered]).when('WrapUpCall', body).thenRefused('call-not-over');
    given(call, history)
      .when('WrapUpCall', body, { meta: { occurredAt: startedAt } })
      .thenRefused('before-last-change', '/occurredAt');
  });

  it('is also done after a call that nobody answered', () => {
    given(call, [offered, missed])
      .when('WrapUpCall', { wrapSec: 5, disposition: 'try again' })
      .then([
        event(CallWrappedUp, {
          callId,
          wrapSec: 5,
          disposition: 'try again',
          at,
          call: { ...unanswered, wrapSec: 5, disposition: 'try again' },
        }),
      ]);
  });

  it('leaves an outcome that can be corrected', () => {
    given(call, history)
      .when('RecordDisposition', { disposition: 'solved' })
      .then([
        event(CallDispositionRecorded, { callId, disposition: 'solved', at, call: { ...over, disposition: 'solved' } }),
      ]);
    const corrected = event(CallDispositionRecorded, {
      callId,
      from: 'solved',
      disposition: 'to-do',
      at,
      call: { ...over, wrapSec: 60, disposition: 'to-do' },
    });
    given(call, [...history, wrapped])
      .when('RecordDisposition', { disposition: 'to-do' })
      .then([corrected]);
    given(call, [...history, wrapped, corrected])
      .when('RecordDisposition', { disposition: 'to-do' })
      .thenNothing();
    given(call, [offered]).when('RecordDisposition', { disposition: 'x' }).thenRefused('call-not-over');
  });
});

describe('a recording', () => {
  const body = { uri: 's3://r/1', hash: 'sha256:9f', retentionUntil: '2026-09-01' };
  const stored = event(RecordingStored, { callId, ...body, at });

  it('is kept of an answered call, for a time', () => {
    given(call, history).when('StoreRecording', body).then([stored]);
    given(call, [...history, stored])
      .when('StoreRecording', body)
      .thenNothing();
    given(call, [...history, stored])
      .when('StoreRecording', { ...body, retentionUntil: '2026-10-01' })
      .thenRefused('recording-stored');
    given(call, [...history, stored])
      .when('StoreRecording', { ...body, hash: 'sha256:aa' })
      .then([event(RecordingStored, { callId, ...body, hash: 'sha256:aa', at })]);
    given(call, [offered, missed]).when('StoreRecording', body).thenRefused('call-not-answered');
    given(call, history)
      .when('StoreRecording', { ...body, retentionUntil: '2026-02-28' })
      .thenRefused('retention-over', '/retentionUntil');
  });
});

describe('a callback', () => {
  const dueAt = '2026-03-02T09:00:00.000Z';
  const requested = event(CallbackRequested, { callId, number: '+4930901820', dueAt, at });
  const tried = event(CallbackMade, { callId, outcome: 'not-reached', attempt: 1, agentId: 'ann', at });
  const reached = event(CallbackMade, { callId, outcome: 'reached', attempt: 2, callbackCallId: 'a2', at });

  it('is asked for, at the number of the other party or another', () => {
    given(call, [offered]).when('RequestCallback', { dueAt }).then([requested]);
    given(call, [offered, requested]).when('RequestCallback', { dueAt }).thenNothing();
    const other = { number: '089 1234567', country: 'DE', queue: 'billing' };
    given(call, [offered, requested])
      .when('RequestCallback', other)
      .then([event(CallbackRequested, { callId, number: '+49891234567', queue: 'billing', at })]);
    given(call, [offered]).when('RequestCallback', { dueAt: startedAt }).thenRefused('due-in-the-past', '/dueAt');
    given(call, [event(CallOffered, { callId, direction: 'inbound', at: startedAt })])
      .when('RequestCallback', {})
      .thenRefused('number-required', '/number');
    given(call, [event(CallOffered, { callId, direction: 'outbound', dnis: '+4930901820', at: startedAt })])
      .when('RequestCallback', { dueAt })
      .then([requested]);
  });

  it('is due until somebody is reached', () => {
    const asked = [...history, requested];
    given(call, asked).when('RecordCallback', { outcome: 'not-reached', agentId: 'ann' }).then([tried]);
    const again = { outcome: 'reached' as const, callbackCallId: 'a2' };
    given(call, [...asked, tried])
      .when('RecordCallback', again)
      .then([reached]);
    given(call, [...asked, tried, reached])
      .when('RecordCallback', again)
      .thenNothing();
    given(call, [...asked, event(CallbackMade, { ...reached.data, outcome: 'not-reached' })])
      .when('RecordCallback', again)
      .thenRefused('callback-made', '/callbackCallId');
    given(call, [...asked, tried, reached])
      .when('RecordCallback', { outcome: 'reached' })
      .thenRefused('no-callback-due');
    given(call, history).when('RecordCallback', { outcome: 'reached' }).thenRefused('no-callback-due');
    given(call, [...asked, tried, reached])
      .when('RequestCallback', { dueAt })
      .then([requested]);
  });

  it('is recognised when it is told again, also behind later ones', () => {
    const first = event(CallbackMade, { ...tried.data, callbackCallId: 'a1' });
    const second = event(CallbackMade, { ...tried.data, attempt: 2, callbackCallId: 'a3' });
    const again = { outcome: 'not-reached' as const, agentId: 'ann', callbackCallId: 'a1' };
    for (const later of [[second], [tried], [second, reached]])
      given(call, [...history, requested, first, ...later])
        .when('RecordCallback', again)
        .thenNothing();
    given(call, [...history, requested, first, second, reached])
      .when('RecordCallback', { ...again, agentId: 'bob' })
      .thenRefused('callback-made', '/callbackCallId');
  });
});
