import type { CallDigest } from '@touchstream/events';
import { plus } from '../money/index.js';
import { orNull } from '../optional/index.js';
import type { View } from '../view/index.js';
import type { CallDoc } from './document.js';

/** A call that is over, as its last event on the telephone has it; those before are in order. Whom it was with is said elsewhere. */
const over = (doc: CallDoc, digest: Readonly<CallDigest>): CallDoc => ({
  ...doc,
  ...orNull(digest, 'ani', 'dnis', 'queue', 'listId', 'agentId', 'answeredAt', 'endedAt'),
  direction: digest.direction,
  status: digest.status,
  startedAt: digest.startedAt,
  waitSec: digest.waitSec,
  talkSec: digest.talkSec,
  holdSec: digest.holdSec,
});

/** A call while it lasts. */
export const live: View<CallDoc>['on'] = {
  'call.offered': (doc, { data }) => ({
    ...doc,
    direction: data.direction,
    ani: data.ani ?? null,
    dnis: data.dnis ?? null,
    queue: data.queue ?? null,
    startedAt: data.at,
    externalId: data.externalId ?? null,
  }),
  'call.ivr-path-taken': (doc, { data }) => ({ ...doc, ivrPath: data.nodes }),
  'call.queued': (doc, { data }) => ({ ...doc, status: 'queued', queue: data.queue }),
  'call.dialled': (doc, { data }) => ({
    ...doc,
    direction: 'outbound',
    status: 'dialled',
    dnis: data.to ?? doc.dnis,
    agentId: data.agentId ?? doc.agentId,
    listId: data.listId ?? null,
    attempt: data.attempt,
    startedAt: doc.startedAt ?? data.at,
  }),
  'call.answered': (doc, { data }) => ({
    ...doc,
    status: 'talking',
    agentId: data.agentId ?? doc.agentId,
    queue: data.queue ?? doc.queue,
    waitSec: plus(doc.waitSec, data.waitSec),
    answeredAt: doc.answeredAt ?? data.at,
  }),
  'call.held': doc => ({ ...doc, status: 'held' }),
  'call.retrieved': (doc, { data }) => ({ ...doc, status: 'talking', holdSec: plus(doc.holdSec, data.sec) }),
  'call.transferred': (doc, { data }) => ({
    ...doc,
    status: data.toQueue === undefined ? 'talking' : 'queued',
    agentId: data.toAgentId ?? doc.agentId,
    queue: data.toQueue ?? doc.queue,
    transfers: doc.transfers + 1,
  }),
  'call.conferenced': doc => ({ ...doc, status: 'talking', conferences: doc.conferences + 1 }),
  'call.missed': (doc, { data }) => ({ ...over(doc, data.call), missReason: data.reason }),
  'call.abandoned': (doc, { data }) => over(doc, data.call),
  'call.ended': (doc, { data }) => ({ ...over(doc, data.call), endedBy: data.by ?? null }),
};
