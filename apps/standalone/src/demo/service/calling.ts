import {
  AbandonCall,
  AnswerCall,
  EndCall,
  HoldCall,
  IdentifyCaller,
  LogCall,
  OfferCall,
  QueueCall,
  RecordCallback,
  RecordDisposition,
  RecordIvrPath,
  RequestCallback,
  RetrieveCall,
  StoreRecording,
  TransferCall,
  WrapUpCall,
  type CommandClass,
} from '@touchstream/domain';
import type { CallEnder } from '@touchstream/events';
import { lines, queues, staff, systems } from '../company/staff.js';
import type { Account, Person } from '../customers/account.js';
import { date, DAY, instant, MINUTE } from '../plan/calendar.js';
import type { Body } from '../plan/history.js';

const SECOND = 1000;

export interface Talk {
  readonly at: number;
  readonly direction: 'inbound' | 'outbound';
  readonly disposition?: string;
  readonly notes?: string;
  readonly person?: Person;
  /** The agent or seller who talks; an agent for inbound calls and the owner for others where it is left out. */
  readonly agentId?: string;
  /** Entered so many days after the call. */
  readonly loggedAfterDays?: number;
}

const teamOf = ({ profile }: Account) => profile.locale.team;

/** A call as it is logged once it is over. */
export function talk(account: Account, { at, direction, person = account.speaker, ...told }: Talk): string {
  const { history, random } = account;
  const inbound = direction === 'inbound';
  const { disposition, notes, loggedAfterDays } = told;
  const agentId = told.agentId ?? (inbound ? random.pick(staff.agents).id : account.ownerAt(at));
  const late = loggedAfterDays !== undefined && { enteredAt: account.after(at, loggedAfterDays, loggedAfterDays + 1) };
  return history.create(
    LogCall,
    { at, by: late ? staff.rep(agentId) : systems.telephony, channel: 'phone', ...late },
    {
      ...party(account, person, inbound),
      outcome: 'answered',
      agentId,
      waitSec: random.int(4, inbound ? 140 : 30),
      talkSec: random.int(60, 900),
      ...(random.chance(0.15) && { holdSec: random.int(15, 120) }),
      endedBy: random.pick<CallEnder>(['caller', 'caller', 'agent']),
      ...(disposition && { disposition, wrapSec: random.int(20, 240), ...(notes && { notes }) }),
    },
  );
}

const party = (account: Account, { contactId, phone }: Person, inbound: boolean) => ({
  direction: inbound ? ('inbound' as const) : ('outbound' as const),
  number: phone,
  line: lines[teamOf(account)],
  country: account.profile.locale.country,
  customerId: account.customerId,
  contactId,
  ...(inbound && { queue: queues[teamOf(account)] }),
});

/** An outbound call that reaches nobody. */
export function tryInVain(account: Account, at: number, attempt = 1): string {
  const { history, random, speaker } = account;
  const missReason = random.pick(['no-answer', 'no-answer', 'busy'] as const);
  return history.create(
    LogCall,
    { at, by: systems.telephony, channel: 'phone' },
    {
      ...party(account, speaker, false),
      outcome: 'missed',
      missReason,
      attempt,
      agentId: account.ownerAt(at),
      waitSec: random.int(18, 40),
    },
  );
}

/** A caller whom nobody answers asks to be called back, which happens at the second try. */
export function missAndCallBack(account: Account, at: number, notes: string): void {
  const { history, random, speaker } = account;
  const circumstances = { at, by: systems.telephony, channel: 'phone' } as const;
  const missed = history.create(LogCall, circumstances, {
    ...party(account, speaker, true),
    outcome: random.pick(['missed', 'abandoned'] as const),
    waitSec: random.int(90, 260),
  });
  const agent = random.pick(staff.agents);
  const queue = queues[teamOf(account)];
  const asked = at + 6 * MINUTE;
  const dueAt = instant(asked + DAY);
  history.change(RequestCallback, missed, { at: asked, by: systems.telephony }, { dueAt, queue, agentId: agent.id });
  const first = account.after(asked, 0.1, 0.3);
  if (random.chance(0.4))
    history.change(RecordCallback, missed, { at: first, by: agent }, { outcome: 'not-reached', agentId: agent.id });
  const second = account.after(first, 0.1, 0.8);
  const call = { at: second, direction: 'outbound', agentId: agent.id, disposition: 'answered', notes } as const;
  const callbackCallId = talk(account, call);
  const reached = { at: second + 30 * MINUTE, by: agent };
  history.change(RecordCallback, missed, reached, { outcome: 'reached', agentId: agent.id, callbackCallId });
}

/** A call as the telephone system reports it, turn by turn: menu, queue, hold, transfer, recording. */
export function reportCall(account: Account, at: number, { notes, disposition }: Pick<Talk, 'notes' | 'disposition'>) {
  const { history, random, speaker, profile } = account;
  const [first, second] = random.sample(staff.agents, 2).map(({ id }) => id);
  let now = at;
  const turn = <C extends CommandClass>(type: C, seconds: number, body: Body<C>) => {
    now += seconds * SECOND;
    history.change(type, callId, { at: now, by: systems.telephony, channel: 'phone' }, body);
  };
  const callId: string = history.create(
    OfferCall,
    { at, by: systems.telephony, channel: 'phone' },
    {
      direction: 'inbound',
      ani: speaker.phone,
      dnis: lines[profile.locale.team],
      country: profile.locale.country,
      externalId: random.digits('ucid-##########'),
    },
  );
  turn(RecordIvrPath, 12, { nodes: ['main', 'service'], inputs: ['2', '4711'] });
  turn(IdentifyCaller, 1, { contactId: speaker.contactId, method: 'number', confidence: 95 });
  turn(QueueCall, 2, { queue: queues[profile.locale.team] });
  turn(AnswerCall, random.int(15, 120), { agentId: first! });
  turn(HoldCall, random.int(40, 200), {});
  turn(RetrieveCall, random.int(20, 60), {});
  turn(TransferCall, random.int(10, 30), { toAgentId: second!, kind: 'consult' });
  turn(EndCall, random.int(90, 500), { by: 'caller' });
  const hash = `sha256:${random.digits('################')}`;
  const uri = `s3://recordings/${date(at)}/${random.digits('########')}.opus`;
  turn(StoreRecording, 20, { uri, hash, retentionUntil: date(at + 180 * DAY) });
  turn(WrapUpCall, 60, { wrapSec: 80, disposition: disposition ?? 'solved', ...(notes && { notes }) });
  return callId;
}

/** A caller who hangs up in the queue. */
export function hangUp(account: Account, at: number): void {
  const { history, random, speaker, profile } = account;
  const by = systems.telephony;
  const callId = history.create(
    OfferCall,
    { at, by, channel: 'phone' },
    {
      direction: 'inbound',
      ani: speaker.phone,
      dnis: lines[profile.locale.team],
      country: profile.locale.country,
      queue: queues[profile.locale.team],
    },
  );
  const identity = { customerId: account.customerId, contactId: speaker.contactId, method: 'number' } as const;
  history.change(IdentifyCaller, callId, { at: at + SECOND, by }, identity);
  history.change(AbandonCall, callId, { at: at + random.int(70, 200) * SECOND, by }, {});
}

/** The outcome of a call is put right the next day. */
export const correctOutcome = (account: Account, callId: string, at: number, disposition: string): void =>
  account.history.change(RecordDisposition, callId, { at, by: staff.headOfService }, { disposition });
