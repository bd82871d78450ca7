import { callEvents } from '@touchstream/events';
import { aggregateView, distinct, keyedBy } from '../view/index.js';
import { after } from './after.js';
import { emptyCall, type CallDoc } from './document.js';
import { live } from './live.js';

/** When a callback still due is to be made: when the caller asked for, else when it was asked for. */
const callbackDueAt = ({ callback }: CallDoc): string | null =>
  callback?.state === 'due' ? (callback.dueAt ?? callback.requestedAt) : null;

/** The register of calls, keyed by call id. */
export const calls = aggregateView<CallDoc>({
  name: 'calls',
  version: 3,
  events: callEvents,
  keys: keyedBy('callId'),
  initial: emptyCall,
  on: { ...live, ...after },
  index: doc => ({
    fields: {
      direction: doc.direction,
      status: doc.status,
      customerId: doc.customerId,
      contactId: doc.contactId,
      agentId: doc.agentId,
      queue: doc.queue,
      listId: doc.listId,
      disposition: doc.disposition,
      startedAt: doc.startedAt,
      waitSec: doc.waitSec,
      talkSec: doc.talkSec,
      holdSec: doc.holdSec,
      wrapSec: doc.wrapSec,
      callbackDueAt: callbackDueAt(doc),
    },
    lookups: {
      number: distinct([doc.ani, doc.dnis]),
      externalId: distinct([doc.externalId]),
    },
    text: distinct([doc.ani, doc.dnis, doc.disposition, doc.externalId]),
  }),
  indexes: [
    { name: 'by-customer', fields: ['customerId', 'startedAt'] },
    { name: 'by-contact', fields: ['contactId', 'startedAt'] },
    { name: 'by-agent', fields: ['agentId', 'startedAt'] },
    { name: 'by-status', fields: ['status', 'startedAt'] },
    { name: 'by-queue', fields: ['queue', 'status', 'startedAt'] },
    { name: 'by-disposition', fields: ['disposition', 'startedAt'] },
    { name: 'by-list', fields: ['listId', 'startedAt'] },
    { name: 'by-date', fields: ['startedAt'] },
    { name: 'callbacks', fields: ['callbackDueAt'] },
    {
      name: 'sums',
      fields: ['direction', 'status', 'disposition', 'waitSec', 'talkSec', 'holdSec', 'wrapSec'],
    },
  ],
});
