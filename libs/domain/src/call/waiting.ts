import { isDeepStrictEqual } from 'node:util';
import {
  CallAbandoned,
  CallAnswered,
  CallDialled,
  CallMissed,
  CallOffered,
  CallQueued,
  event,
  IvrPathTaken,
} from '@touchstream/events';
import { ensure, refuse, repeats } from '../decider/index.js';
import { callNumber, type Decide } from './parts.js';
import { digestOf, known, secondsBetween, waiting, type WaitingCall } from './state.js';
import type { waitingCommands } from './waiting-commands.js';

/** A single key is a choice in a menu; more keys may be an account number or a PIN. */
const masked = (input: string): string => (input.length > 1 ? '*'.repeat(input.length) : input);

const ensureInbound = (direction: string): void =>
  ensure(direction === 'inbound', 'not-inbound', 'this is no inbound call');

/** What both ways of getting no answer say. */
function unanswered(now: WaitingCall, status: 'missed' | 'abandoned', at: string) {
  const waitSec = secondsBetween(now.since, at);
  const call = digestOf(now, { status, endedAt: at, waitSec: now.call.waitSec + waitSec });
  return { callId: now.callId, waitSec, at, call };
}

export const decideWaiting: Decide<typeof waitingCommands> = {
  OfferCall({ data: { ani, dnis, country, ...data }, meta }, _, facts) {
    const inE164 = (written: string | undefined, field: string) =>
      written === undefined ? undefined : callNumber(written, country, facts, field);
    return [
      event(CallOffered, {
        callId: meta.aggregateId,
        ...data,
        ani: inE164(ani, '/ani'),
        dnis: inE164(dnis, '/dnis'),
        at: meta.occurredAt,
      }),
    ];
  },
  RecordIvrPath({ data: { nodes, inputs = [] }, meta }, state) {
    const { callId, call, menu } = known(state, meta);
    ensureInbound(call.direction);
    const path = { nodes, inputs: inputs.map(masked) };
    return isDeepStrictEqual(menu, path) ? [] : [event(IvrPathTaken, { callId, ...path, at: meta.occurredAt })];
  },
  QueueCall({ data: { queue }, meta }, state) {
    const { callId, status, call } = waiting(state, meta);
    if (status === 'queued' && call.queue === queue) return [];
    ensureInbound(call.direction);
    return [event(CallQueued, { callId, queue, at: meta.occurredAt })];
  },
  DialNumber({ data: { number, country, ...dialling }, meta }, state, facts) {
    const { callId, status, call, attempt: last } = waiting(state, meta);
    ensure(call.direction === 'outbound', 'not-outbound', 'this is no outbound call');
    const to = number === undefined ? call.dnis : callNumber(number, country, facts, '/number');
    if (to === undefined) return refuse('number-required', 'the number to dial is not known', '/number');
    if (status === 'dialled') {
      if (call.dnis === to && repeats(dialling, { ...call, attempt: last })) return [];
      return refuse('call-dialled', 'a number was dialled already');
    }
    const { agentId, listId, attempt = 1 } = dialling;
    return [event(CallDialled, { callId, to, agentId, listId, attempt, at: meta.occurredAt })];
  },
  AnswerCall({ data, meta }, state) {
    const before = known(state, meta);
    if (before.status === 'talking' && (data.agentId ?? before.call.agentId) === before.call.agentId) return [];
    const { callId, status, call, since } = waiting(state, meta);
    ensure(call.direction === 'inbound' || status !== 'offered', 'call-not-dialled', 'no number has been dialled');
    const agentId = data.agentId ?? (call.direction === 'outbound' ? call.agentId : undefined);
    if (agentId === undefined) return refuse('agent-required', 'say which agent answered', '/agentId');
    const { direction, queue } = call;
    const waitSec = secondsBetween(since, meta.occurredAt);
    return [event(CallAnswered, { callId, direction, agentId, waitSec, queue, at: meta.occurredAt })];
  },
  MissCall({ data, meta }, state) {
    const before = known(state, meta);
    if (before.status === 'missed' && repeats(data, before.ending)) return [];
    const { reason } = data;
    return [event(CallMissed, { ...unanswered(waiting(before, meta), 'missed', meta.occurredAt), reason })];
  },
  AbandonCall({ meta }, state) {
    if (known(state, meta).status === 'abandoned') return [];
    return [event(CallAbandoned, unanswered(waiting(state, meta), 'abandoned', meta.occurredAt))];
  },
};
