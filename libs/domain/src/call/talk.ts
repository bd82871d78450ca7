import { isDeepStrictEqual } from 'node:util';
import { CallConferenced, CallEnded, CallHeld, CallRetrieved, CallTransferred, event } from '@touchstream/events';
import { ensure, repeats } from '../decider/index.js';
import { callNumber, type CallFacts, type Decide } from './parts.js';
import { digestOf, known, live, secondsBetween, spent } from './state.js';
import type { JoiningParty, talkCommands } from './talk-commands.js';

const named = (...values: readonly (string | undefined)[]) => values.filter(value => value !== undefined).length;

function partyOf(
  { agentId, contactId, number }: JoiningParty,
  country: string | undefined,
  facts: CallFacts,
  field: string,
) {
  ensure(named(agentId, contactId, number) === 1, 'one-party', 'name an agent, a contact or a number', field);
  if (agentId !== undefined) return { agentId };
  if (contactId !== undefined) return { contactId };
  return { number: callNumber(number!, country, facts, `${field}/number`) };
}

export const decideTalk: Decide<typeof talkCommands> = {
  HoldCall({ meta }, state) {
    const { callId, status } = live(state, meta);
    return status === 'held' ? [] : [event(CallHeld, { callId, at: meta.occurredAt })];
  },
  RetrieveCall({ meta }, state) {
    const { callId, status, since } = live(state, meta);
    if (status === 'talking') return [];
    return [event(CallRetrieved, { callId, sec: secondsBetween(since, meta.occurredAt), at: meta.occurredAt })];
  },
  TransferCall({ data: { toAgentId, toQueue, toNumber: written, country, kind }, meta }, state, facts) {
    const { callId, call } = live(state, meta);
    ensure(named(toAgentId, toQueue, written) === 1, 'one-target', 'name an agent, a queue or a number');
    if (toAgentId !== undefined && toAgentId === call.agentId) return [];
    const toNumber = written === undefined ? undefined : callNumber(written, country, facts, '/toNumber');
    const target = { toAgentId, toQueue, toNumber };
    return [event(CallTransferred, { callId, fromAgentId: call.agentId, ...target, kind, at: meta.occurredAt })];
  },
  ConferenceCall({ data: { parties, country }, meta }, state, facts) {
    const { callId, parties: there } = live(state, meta);
    const joining = parties
      .map((party, at) => partyOf(party, country, facts, `/parties/${at}`))
      .filter(party => !there.some(one => isDeepStrictEqual(one, party)));
    return joining.length === 0 ? [] : [event(CallConferenced, { callId, parties: joining, at: meta.occurredAt })];
  },
  EndCall({ data, meta }, state) {
    const before = known(state, meta);
    if (before.status === 'ended' && repeats(data, before.ending)) return [];
    const now = live(before, meta);
    const { by } = data;
    const at = meta.occurredAt;
    const times = spent(now, at);
    const call = digestOf(now, { status: 'ended', endedAt: at, ...times });
    return [event(CallEnded, { callId: now.callId, ...times, by, at, call })];
  },
};
