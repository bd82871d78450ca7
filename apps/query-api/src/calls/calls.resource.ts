import {
  callbackOutcomes,
  callDirections,
  callEnders,
  callStatuses,
  identificationMethods,
  missReasons,
} from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { calls as view } from '@touchstream/views';
import { has, is, oneOf, resource, search } from '../reads/index.js';

const { choice, instant, list, nullable, object, text, whole } = answer;
const seconds = (of: string) => whole(`Seconds ${of}.`);

const schema = object({
  callId: text(),
  direction: choice(callDirections),
  status: choice(callStatuses),
  customerId: nullable(text('Null until the other party is recognised.')),
  contactId: nullable(text()),
  identifiedBy: nullable(choice(identificationMethods)),
  confidence: nullable(whole('How sure that is, in percent.')),
  agentId: nullable(text()),
  ani: nullable(text('The calling number, E.164.')),
  dnis: nullable(text('The called number, E.164.')),
  queue: nullable(text()),
  listId: nullable(text()),
  attempt: nullable(whole()),
  externalId: nullable(text()),
  startedAt: nullable(instant()),
  answeredAt: nullable(instant()),
  endedAt: nullable(instant()),
  waitSec: seconds('waited'),
  talkSec: seconds('talked'),
  holdSec: seconds('on hold'),
  wrapSec: seconds('of work after it'),
  disposition: nullable(text()),
  notes: nullable(text()),
  missReason: nullable(choice(missReasons, 'Why nobody answered it.')),
  endedBy: nullable(choice(callEnders)),
  ivrPath: list(text()),
  transfers: whole(),
  conferences: whole(),
  recording: nullable(object({ uri: text(), hash: text(), retentionUntil: text() })),
  callback: nullable(
    object({
      state: choice(['due', 'done']),
      number: text(),
      dueAt: nullable(instant()),
      queue: nullable(text()),
      agentId: nullable(text()),
      requestedAt: instant(),
      attempts: whole(),
      lastOutcome: nullable(choice(callbackOutcomes)),
      callId: nullable(text()),
    }),
  ),
  revision: whole('For `If-Match`.'),
});

export const calls = resource({
  view,
  tag: 'Calls',
  base: '/v1/calls',
  noun: 'call',
  response: schema,
  present: call => call,
  revision: call => call.revision,
  filters: {
    direction: oneOf('direction', 'Only in this direction.', callDirections),
    status: oneOf('status', 'Only in this status.', callStatuses),
    customerId: is('customerId', 'Only with this customer.'),
    contactId: is('contactId', 'Only with this contact.'),
    agentId: is('agentId', 'Only of this agent.'),
    queue: is('queue', 'Only of this queue.'),
    listId: is('listId', 'Only of this call list.'),
    disposition: is('disposition', 'Only with this disposition.'),
    number: has('number', 'Only from or to this number, in E.164.'),
    externalId: has('externalId', 'The one with this id in the telephone system.'),
    callbackBefore: {
      about: 'Only with a callback due before this instant.',
      schema: { type: 'string', format: 'date-time' },
      condition: value => ({ field: 'callbackDueAt', from: '0000', below: new Date(value).toISOString() }),
    },
    q: search,
  },
  orders: {
    newest: { about: 'newest first', field: 'startedAt', direction: 'descending' },
    oldest: { about: 'oldest first', field: 'startedAt', direction: 'ascending' },
    callback: { about: 'by when the callback is due', field: 'callbackDueAt', direction: 'ascending', isPartial: true },
  },
});
