import type { View } from '../view/index.js';
import type { CallDoc } from './document.js';

/** Whom a call was with, and what became of it. */
export const after: View<CallDoc>['on'] = {
  'call.caller-identified': (doc, { data, customerId }) => ({
    ...doc,
    customerId: customerId ?? null,
    contactId: data.contactId ?? null,
    identifiedBy: data.method,
    confidence: data.confidence ?? null,
  }),
  'call.caller-reidentified': (doc, { data, customerId }) => ({
    ...doc,
    customerId: data.new.customerId ?? customerId ?? null,
    contactId: data.new.contactId ?? null,
    identifiedBy: null,
    confidence: null,
  }),
  'call.wrapped-up': (doc, { data }) => ({
    ...doc,
    wrapSec: data.wrapSec,
    disposition: data.disposition,
    notes: data.notes ?? null,
  }),
  'call.disposition-recorded': (doc, { data }) => ({ ...doc, disposition: data.disposition }),
  'call.recording-stored': (doc, { data: { uri, hash, retentionUntil } }) => ({
    ...doc,
    recording: { uri, hash, retentionUntil },
  }),
  'call.callback-requested': (doc, { data }) => ({
    ...doc,
    callback: {
      state: 'due',
      number: data.number,
      dueAt: data.dueAt ?? null,
      queue: data.queue ?? null,
      agentId: data.agentId ?? null,
      requestedAt: data.at,
      attempts: 0,
      lastOutcome: null,
      callId: null,
    },
  }),
  'call.callback-made': (doc, { data }) => ({
    ...doc,
    callback: doc.callback && {
      ...doc.callback,
      state: data.outcome === 'reached' ? 'done' : 'due',
      attempts: data.attempt,
      lastOutcome: data.outcome,
      agentId: data.agentId ?? doc.callback.agentId,
      callId: data.callbackCallId ?? doc.callback.callId,
    },
  }),
};
