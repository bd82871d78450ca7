import {
  CallbackMade,
  CallbackRequested,
  CallDispositionRecorded,
  CallWrappedUp,
  event,
  RecordingStored,
} from '@touchstream/events';
import { dayOf, ensure, refuse, repeats } from '../decider/index.js';
import type { afterCallCommands } from './after-call-commands.js';
import { callNumber, type Decide } from './parts.js';
import { digestOf, finished, known } from './state.js';

export const decideAfterCall: Decide<typeof afterCallCommands> = {
  WrapUpCall({ data, meta }, state) {
    const now = finished(state, meta);
    if (now.call.wrapSec !== undefined) {
      if (repeats(data, { ...now.call, notes: now.notes })) return [];
      return refuse('call-wrapped-up', 'the work after the call is recorded: correct its outcome by itself');
    }
    const { wrapSec, disposition, notes } = data;
    const call = digestOf(now, { wrapSec, disposition });
    return [event(CallWrappedUp, { callId: now.callId, wrapSec, disposition, notes, at: meta.occurredAt, call })];
  },
  RecordDisposition({ data: { disposition }, meta }, state) {
    const now = finished(state, meta);
    const { disposition: from } = now.call;
    if (disposition === from) return [];
    const call = digestOf(now, { disposition });
    return [event(CallDispositionRecorded, { callId: now.callId, from, disposition, at: meta.occurredAt, call })];
  },
  StoreRecording({ data, meta }, state) {
    const { uri, hash, retentionUntil } = data;
    const { callId, call, recordings } = known(state, meta);
    ensure(call.answeredAt !== undefined, 'call-not-answered', 'nobody has answered the call');
    const stored = recordings.find(one => one.hash === hash);
    if (stored !== undefined) {
      if (repeats(data, stored)) return [];
      return refuse('recording-stored', 'the recording is stored already, at another place or for another time');
    }
    ensure(
      retentionUntil >= dayOf(meta.occurredAt),
      'retention-over',
      'it must be kept beyond the day it is stored',
      '/retentionUntil',
    );
    return [event(RecordingStored, { callId, uri, hash, retentionUntil, at: meta.occurredAt })];
  },
  RequestCallback({ data: { number: written, country, dueAt, queue, agentId }, meta }, state, facts) {
    const { callId, call, callback } = known(state, meta);
    const theirs = call.direction === 'inbound' ? call.ani : call.dnis;
    const number = written === undefined ? theirs : callNumber(written, country, facts, '/number');
    if (number === undefined) return refuse('number-required', 'the number to call is not known', '/number');
    const isSame =
      callback?.number === number &&
      callback.dueAt === dueAt &&
      callback.queue === queue &&
      callback.agentId === agentId;
    if (isSame) return [];
    ensure(dueAt === undefined || dueAt >= meta.occurredAt, 'due-in-the-past', 'it is due after its request', '/dueAt');
    return [event(CallbackRequested, { callId, number, dueAt, queue, agentId, at: meta.occurredAt })];
  },
  RecordCallback({ data, meta }, state) {
    const { callId, callback, madeCallbacks } = known(state, meta);
    const { outcome, agentId, callbackCallId } = data;
    const made = madeCallbacks.find(one => one.callbackCallId === callbackCallId);
    if (made !== undefined) {
      if (repeats(data, made)) return [];
      return refuse('callback-made', 'the callback with this call is recorded already', '/callbackCallId');
    }
    if (callback === undefined) return refuse('no-callback-due', 'no callback is due');
    const attempt = callback.attempts + 1;
    return [event(CallbackMade, { callId, outcome, attempt, agentId, callbackCallId, at: meta.occurredAt })];
  },
};
