import { describe, expect, it } from '@jest/globals';
import {
  CallAbandoned,
  CallAnswered,
  CallConferenced,
  CallDialled,
  CallEnded,
  CallHeld,
  CallMissed,
  CallOffered,
  CallQueued,
  CallRetrieved,
  CallTransferred,
  event,
  IvrPathTaken,
  type CallDigest,
} from '@touchstream/events';
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { evolve, Refusal } from '../decider/index.js';
import { given, testMeta } from '../testing/index.js';
import { call } from './call.js';

const callId = 'a1';
const start = Date.parse('2026-03-01T10:00:00.000Z');
/** So many seconds after the call began. */
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const meta = (seconds: number) => ({ meta: { occurredAt: at(seconds) } });
const numbers = { ani: '+4930901820', dnis: '+498001234567' };
const inbound = event(CallOffered, { callId, direction: 'inbound', ...numbers, at: at(0) });
const outbound = event(CallOffered, { callId, direction: 'outbound', dnis: '+4930901820', at: at(0) });
const queued = event(CallQueued, { callId, queue: 'service', at: at(5) });
const dialled = event(CallDialled, { callId, to: '+4930901820', agentId: 'ann', attempt: 1, at: at(5) });
const answered = event(CallAnswered, {
  callId,
  direction: 'inbound',
  agentId: 'ann',
  waitSec: 15,
  queue: 'service',
  at: at(20),
});
const held = event(CallHeld, { callId, at: at(50) });
const retrieved = event(CallRetrieved, { callId, sec: 10, at: at(60) });
const begun: Readonly<CallDigest> = {
  direction: 'inbound',
  status: 'offered',
  startedAt: at(0),
  ...numbers,
  waitSec: 0,
  talkSec: 0,
  holdSec: 0,
};
const talked: Readonly<CallDigest> = {
  ...begun,
  status: 'ended',
  queue: 'service',
  agentId: 'ann',
  answeredAt: at(20),
  waitSec: 15,
};
const talking = [inbound, queued, answered];
const ended = event(CallEnded, {
  callId,
  talkSec: 70,
  holdSec: 10,
  by: 'caller',
  at: at(100),
  call: { ...talked, endedAt: at(100), talkSec: 70, holdSec: 10 },
});
const missed = event(CallMissed, {
  callId,
  reason: 'no-answer',
  waitSec: 30,
  at: at(30),
  call: { ...begun, status: 'missed', endedAt: at(30), waitSec: 30 },
});
const abandoned = event(CallAbandoned, {
  callId,
  waitSec: 3,
  at: at(8),
  call: { ...begun, status: 'abandoned', queue: 'service', endedAt: at(8), waitSec: 3 },
});

describe('a call before its answer', () => {
  it('is offered, its numbers in E.164', () => {
    const when = (body: object) => given(call, []).when('OfferCall', { direction: 'inbound', ...body }, meta(0));
    when({ ani: '030 90 18 20', dnis: '0800 1234567', country: 'DE' }).then([inbound]);
    when({}).then([event(CallOffered, { callId, direction: 'inbound', at: at(0) })]);
    when({ ani: '030 901820' }).thenRefused('phone-country-unknown', '/ani');
    when({ dnis: '+49 30 x' }).thenRefused('phone-invalid', '/dnis');
  });

  it('is there before anything else happens with it', () => {
    given(call, []).when('QueueCall', { queue: 'service' }).thenRefused('unknown-call');
    given(call, [inbound])
      .when('RecordIvrPath', { nodes: ['main'] }, meta(-1))
      .thenRefused('before-beginning', '/occurredAt');
  });

  it('goes through the voice menu; anything longer than one key is masked', () => {
    const body = { nodes: ['main', 'pin'], inputs: ['2', '4711'] };
    const path = event(IvrPathTaken, { callId, nodes: ['main', 'pin'], inputs: ['2', '****'], at: at(3) });
    given(call, [inbound]).when('RecordIvrPath', body, meta(3)).then([path]);
    given(call, [inbound, path]).when('RecordIvrPath', body, meta(4)).thenNothing();
    given(call, [outbound]).when('RecordIvrPath', body, meta(3)).thenRefused('not-inbound');
  });

  it('is queued; going from queue to queue is one wait', () => {
    given(call, [inbound]).when('QueueCall', { queue: 'service' }, meta(5)).then([queued]);
    given(call, [inbound, queued]).when('QueueCall', { queue: 'service' }, meta(9)).thenNothing();
    const moved = event(CallQueued, { callId, queue: 'overflow', at: at(12) });
    given(call, [inbound, queued]).when('QueueCall', { queue: 'overflow' }, meta(12)).then([moved]);
    given(call, [inbound, queued, moved])
      .when('AnswerCall', { agentId: 'ann' }, meta(20))
      .then([event(CallAnswered, { ...answered.data, queue: 'overflow' })]);
    given(call, [outbound]).when('QueueCall', { queue: 'service' }, meta(5)).thenRefused('not-inbound');
    given(call, talking).when('QueueCall', { queue: 'service' }, meta(25)).thenRefused('call-answered');
  });

  it('is dialled, where it is outbound', () => {
    given(call, [outbound]).when('DialNumber', { agentId: 'ann' }, meta(5)).then([dialled]);
    given(call, [outbound])
      .when('DialNumber', { number: '030 901821', country: 'DE', listId: 'spring', attempt: 3 }, meta(5))
      .then([event(CallDialled, { callId, to: '+4930901821', listId: 'spring', attempt: 3, at: at(5) })]);
    given(call, [outbound, dialled]).when('DialNumber', {}, meta(6)).thenNothing();
    given(call, [outbound, dialled]).when('DialNumber', { agentId: 'ann', attempt: 1 }, meta(6)).thenNothing();
    for (const other of [{ agentId: 'bob' }, { attempt: 2 }])
      given(call, [outbound, dialled]).when('DialNumber', other, meta(6)).thenRefused('call-dialled');
    given(call, [outbound, dialled]).when('DialNumber', { number: '+4930901821' }, meta(6)).thenRefused('call-dialled');
    given(call, [inbound]).when('DialNumber', {}, meta(5)).thenRefused('not-outbound');
    given(call, [event(CallOffered, { callId, direction: 'outbound', at: at(0) })])
      .when('DialNumber', {}, meta(5))
      .thenRefused('number-required', '/number');
  });

  it('is answered after it was offered or dialled, by an agent', () => {
    given(call, [inbound, queued]).when('AnswerCall', { agentId: 'ann' }, meta(20)).then([answered]);
    given(call, talking).when('AnswerCall', { agentId: 'ann' }, meta(21)).thenNothing();
    given(call, talking).when('AnswerCall', { agentId: 'bob' }, meta(21)).thenRefused('call-answered');
    given(call, [inbound]).when('AnswerCall', {}, meta(5)).thenRefused('agent-required', '/agentId');
    given(call, [outbound]).when('AnswerCall', { agentId: 'ann' }, meta(5)).thenRefused('call-not-dialled');
    given(call, [outbound, dialled])
      .when('AnswerCall', {}, meta(12))
      .then([event(CallAnswered, { callId, direction: 'outbound', agentId: 'ann', waitSec: 7, at: at(12) })]);
    given(call, [inbound, queued])
      .when('AnswerCall', { agentId: 'ann' }, meta(4))
      .thenRefused('before-last-change', '/occurredAt');
  });

  it('is missed or abandoned, once', () => {
    given(call, [inbound]).when('MissCall', { reason: 'no-answer' }, meta(30)).then([missed]);
    given(call, [inbound, missed]).when('MissCall', { reason: 'no-answer' }, meta(31)).thenNothing();
    given(call, [inbound, missed]).when('MissCall', { reason: 'busy' }, meta(31)).thenRefused('call-over');
    given(call, [inbound, queued]).when('AbandonCall', {}, meta(8)).then([abandoned]);
    given(call, [inbound, queued, abandoned]).when('AbandonCall', {}, meta(9)).thenNothing();
    given(call, [inbound, missed]).when('AbandonCall', {}, meta(31)).thenRefused('call-over');
    given(call, talking).when('AbandonCall', {}, meta(31)).thenRefused('call-answered');
    given(call, [inbound, missed]).when('AnswerCall', { agentId: 'ann' }, meta(31)).thenRefused('call-over');
  });
});

describe('a call after its answer', () => {
  it('is held and retrieved in turn', () => {
    given(call, talking).when('HoldCall', {}, meta(50)).then([held]);
    given(call, [...talking, held])
      .when('HoldCall', {}, meta(51))
      .thenNothing();
    given(call, [...talking, held])
      .when('RetrieveCall', {}, meta(60))
      .then([retrieved]);
    given(call, [...talking, held, retrieved])
      .when('RetrieveCall', {}, meta(61))
      .thenNothing();
    given(call, [inbound]).when('HoldCall', {}, meta(1)).thenRefused('call-not-answered');
    given(call, [...talking, held, retrieved, ended])
      .when('HoldCall', {}, meta(101))
      .thenRefused('call-over');
    given(call, [...talking, held])
      .when('RetrieveCall', {}, meta(49))
      .thenRefused('before-last-change', '/occurredAt');
  });

  it('ends once, and its times add up', () => {
    given(call, [...talking, held, retrieved])
      .when('EndCall', { by: 'caller' }, meta(100))
      .then([ended]);
    given(call, [...talking, held, retrieved, ended])
      .when('EndCall', { by: 'caller' }, meta(101))
      .thenNothing();
    given(call, [...talking, held, retrieved, ended])
      .when('EndCall', { by: 'agent' }, meta(101))
      .thenRefused('call-over');
    given(call, [...talking, held])
      .when('EndCall', { by: 'agent' }, meta(100))
      .then([
        event(CallEnded, {
          callId,
          talkSec: 30,
          holdSec: 50,
          by: 'agent',
          at: at(100),
          call: { ...talked, endedAt: at(100), talkSec: 30, holdSec: 50 },
        }),
      ]);
    given(call, [inbound]).when('EndCall', { by: 'caller' }, meta(5)).thenRefused('call-not-answered');
    given(call, [inbound, missed]).when('EndCall', { by: 'caller' }, meta(31)).thenRefused('call-over');
  });

  it('is passed on to one target', () => {
    const transfer = (body: object) =>
      given(call, talking).when('TransferCall', { kind: 'blind', ...body } as never, meta(50));
    const passed = (target: object) =>
      event(CallTransferred, { callId, fromAgentId: 'ann', ...target, kind: 'blind', at: at(50) });
    transfer({ toAgentId: 'bob' }).then([passed({ toAgentId: 'bob' })]);
    transfer({ toQueue: 'billing' }).then([passed({ toQueue: 'billing' })]);
    transfer({ toNumber: '089 1234567', country: 'DE' }).then([passed({ toNumber: '+49891234567' })]);
    transfer({ toAgentId: 'ann' }).thenNothing();
    transfer({}).thenRefused('one-target');
    transfer({ toAgentId: 'bob', toQueue: 'billing' }).thenRefused('one-target');
    transfer({ toNumber: '089 1234567' }).thenRefused('phone-country-unknown', '/toNumber');
    given(call, [inbound])
      .when('TransferCall', { toQueue: 'b', kind: 'blind' }, meta(5))
      .thenRefused('call-not-answered');
  });

  it('goes on with the agent, or waits in the queue, that it was passed on to', () => {
    const toAgent = event(CallTransferred, {
      callId,
      fromAgentId: 'ann',
      toAgentId: 'bob',
      kind: 'consult',
      at: at(50),
    });
    given(call, [...talking, toAgent])
      .when('AnswerCall', { agentId: 'bob' }, meta(52))
      .thenNothing();
    const toQueue = event(CallTransferred, {
      callId,
      fromAgentId: 'ann',
      toQueue: 'billing',
      kind: 'blind',
      at: at(50),
    });
    const again = event(CallAnswered, {
      callId,
      direction: 'inbound',
      agentId: 'carl',
      waitSec: 8,
      queue: 'billing',
      at: at(58),
    });
    given(call, [...talking, toQueue])
      .when('AnswerCall', { agentId: 'carl' }, meta(58))
      .then([again]);
    given(call, [...talking, toQueue, again])
      .when('EndCall', { by: 'caller' }, meta(68))
      .then([
        event(CallEnded, {
          callId,
          talkSec: 40,
          holdSec: 0,
          by: 'caller',
          at: at(68),
          call: { ...talked, queue: 'billing', agentId: 'carl', endedAt: at(68), waitSec: 23, talkSec: 40 },
        }),
      ]);
  });

  it('is joined by others, each once', () => {
    const confer = (parties: object[]) => given(call, talking).when('ConferenceCall', { parties } as never, meta(50));
    const joined = event(CallConferenced, { callId, parties: [{ agentId: 'bob' }, { contactId: 'p1' }], at: at(50) });
    confer([{ agentId: 'bob' }, { contactId: 'p1' }]).then([joined]);
    confer([{ number: '+49 89 1234567' }]).then([
      event(CallConferenced, { callId, parties: [{ number: '+49891234567' }], at: at(50) }),
    ]);
    confer([{}]).thenRefused('one-party', '/parties/0');
    confer([{ agentId: 'bob' }, { agentId: 'x', contactId: 'p1' }]).thenRefused('one-party', '/parties/1');
    given(call, [...talking, joined])
      .when('ConferenceCall', { parties: [{ contactId: 'p1' }] }, meta(55))
      .thenNothing();
  });
});

describe('whatever happens on a call', () => {
  const step = tuple(
    constantFrom(
      ['QueueCall', { queue: 'q1' }],
      ['QueueCall', { queue: 'q2' }],
      ['AnswerCall', { agentId: 'ann' }],
      ['MissCall', { reason: 'busy' }],
      ['AbandonCall', {}],
      ['HoldCall', {}],
      ['RetrieveCall', {}],
      ['TransferCall', { toAgentId: 'bob', kind: 'blind' }],
      ['TransferCall', { toQueue: 'q3', kind: 'consult' }],
      ['ConferenceCall', { parties: [{ agentId: 'eve' }] }],
      ['EndCall', { by: 'agent' }],
    ),
    integer({ min: 0, max: 600 }),
  );

  type Step = readonly [command: readonly [name: string, data: object], wait: number];
  type Happened = { readonly type: string; readonly data: { readonly at: string; readonly call?: CallDigest } };

  function accepted(state: unknown, [name, data]: Step[0], occurredAt: string): readonly Happened[] {
    try {
      const decide = call.decide[name as 'EndCall'];
      return decide({ data, meta: testMeta({ occurredAt }) } as never, state as never, {}) as readonly Happened[];
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  }

  function play(steps: readonly Step[]): readonly Happened[] {
    let clock = 0;
    let state = evolve(call as never, call.initialState, inbound);
    return steps.flatMap(([command, wait]) => {
      clock += wait;
      const events = accepted(state, command, at(clock));
      for (const one of events) state = evolve(call as never, state, one);
      return events;
    });
  }

  it('ends at most once, and its waits, talks and holds fill the time from its queue to its end', () => {
    assert(
      property(array(step, { maxLength: 30 }), steps => {
        const events = play(steps as readonly Step[]);
        const ends = events.filter(one => ['call.ended', 'call.missed', 'call.abandoned'].includes(one.type));
        expect(ends.length).toBeLessThanOrEqual(1);
        const [first] = events;
        const waitedFrom = first?.type === 'call.queued' ? first.data.at : at(0);
        for (const { data } of ends) {
          const { endedAt, waitSec, talkSec, holdSec } = data.call!;
          expect(waitSec + talkSec + holdSec).toBe((Date.parse(endedAt!) - Date.parse(waitedFrom)) / 1000);
        }
      }),
    );
  });
});
