import type { callEvents, CallDigest } from '@touchstream/events';
import type { Evolve } from './parts.js';
import { after, spent, turned, type CallCourse, type FinishedCall } from './state.js';

function courseIn(digest: Readonly<CallDigest>): CallCourse {
  const { status: _status, ...course } = digest;
  return course;
}

const finishedAs = (status: FinishedCall['status']) =>
  turned<{ readonly at: string; readonly call: Readonly<CallDigest> } & FinishedCall['ending']>(
    (of, { at, call, reason, by }) => ({
      ...of,
      status,
      call: courseIn(call),
      since: at,
      ending: { reason, by },
    }),
  );

const courseAfter = after<{ readonly call: Readonly<CallDigest> }>((_, { call }) => ({ call: courseIn(call) }));

export const evolveCall: Evolve<typeof callEvents> = {
  'call.offered': (_, { data: { callId, customerId, direction, ani, dnis, queue, at } }) => ({
    status: 'offered',
    callId,
    customerId,
    call: { direction, startedAt: at, ani, dnis, queue, waitSec: 0, talkSec: 0, holdSec: 0 },
    parties: [],
    recordings: [],
    madeCallbacks: [],
    since: at,
  }),
  'call.ivr-path-taken': after((_, { nodes, inputs }) => ({ menu: { nodes, inputs } })),
  'call.caller-identified': after((_, { customerId, at, call }) => ({
    customerId,
    identifiedAt: at,
    call: courseIn(call),
  })),
  'call.caller-unknown': after((_, { method }) => ({ unknownBy: method })),
  'call.caller-reidentified': after((_, { new: { customerId }, at, call }) => ({
    customerId,
    identifiedAt: at,
    call: courseIn(call),
  })),
  /** Going from queue to queue is one wait. */
  'call.queued': turned((of, { queue, at }) => ({
    ...of,
    status: 'queued',
    call: { ...of.call, queue },
    since: of.status === 'queued' ? of.since : at,
  })),
  'call.dialled': turned((of, { to, agentId, listId, attempt, at }) => ({
    ...of,
    attempt,
    status: 'dialled',
    call: { ...of.call, dnis: to, agentId, listId },
    since: at,
  })),
  'call.answered': turned((of, { agentId, waitSec, at }) => ({
    ...of,
    status: 'talking',
    call: { ...of.call, agentId, answeredAt: of.call.answeredAt ?? at, waitSec: of.call.waitSec + waitSec },
    since: at,
  })),
  'call.missed': finishedAs('missed'),
  'call.abandoned': finishedAs('abandoned'),
  'call.held': turned((of, { at }) => ({ ...of, status: 'held', call: { ...of.call, ...spent(of, at) }, since: at })),
  'call.retrieved': turned((of, { at }) => ({
    ...of,
    status: 'talking',
    call: { ...of.call, ...spent(of, at) },
    since: at,
  })),
  'call.transferred': turned((of, { toAgentId, toQueue, at }) => ({
    ...of,
    status: toQueue === undefined ? 'talking' : 'queued',
    call: {
      ...of.call,
      ...spent(of, at),
      agentId: toAgentId ?? of.call.agentId,
      queue: toQueue ?? of.call.queue,
    },
    since: at,
  })),
  'call.conferenced': turned((of, { parties, at }) => ({
    ...of,
    status: 'talking',
    call: { ...of.call, ...spent(of, at) },
    parties: [...of.parties, ...parties],
    since: at,
  })),
  'call.ended': finishedAs('ended'),
  'call.wrapped-up': after((_, { notes, call }) => ({ notes, call: courseIn(call) })),
  'call.disposition-recorded': courseAfter,
  'call.recording-stored': after(({ recordings }, { uri, hash, retentionUntil }) => ({
    recordings: [...recordings, { uri, hash, retentionUntil }],
  })),
  'call.callback-requested': after((_, { number, dueAt, queue, agentId }) => ({
    callback: { number, dueAt, queue, agentId, attempts: 0 },
  })),
  'call.callback-made': after(({ callback, madeCallbacks }, { outcome, attempt, agentId, callbackCallId }) => ({
    callback: outcome === 'reached' || callback === undefined ? undefined : { ...callback, attempts: attempt },
    madeCallbacks:
      callbackCallId === undefined ? madeCallbacks : [...madeCallbacks, { outcome, agentId, callbackCallId }],
  })),
};
