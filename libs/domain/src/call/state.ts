import type {
  CallbackMade,
  CallDigest,
  CallEnded,
  CallMissed,
  CallParty,
  CallStatus,
  RecordingStored,
} from '@touchstream/events';
import { ensureFollows, ensureNotBefore, missing, refuse, type CommandMeta } from '../decider/index.js';

/** A callback that is still due. */
export interface Callback {
  readonly number: string;
  readonly dueAt?: string;
  readonly queue?: string;
  readonly agentId?: string;
  readonly attempts: number;
}

/** The call as it stands, but for its status. */
export type CallCourse = Readonly<Omit<CallDigest, 'status'>>;

interface CallRecord {
  readonly callId: string;
  readonly customerId?: string;
  readonly call: CallCourse;
  /** When it was last said who the other party is. */
  readonly identifiedAt?: string;
  /** The way in which it was last tried in vain to recognise the other party. */
  readonly unknownBy?: string;
  readonly menu?: { readonly nodes: readonly string[]; readonly inputs: readonly string[] };
  /** Who joined. */
  readonly parties: readonly Readonly<CallParty>[];
  /** Of the work after it. */
  readonly notes?: string | undefined;
  readonly recordings: readonly Readonly<Pick<RecordingStored, 'uri' | 'hash' | 'retentionUntil'>>[];
  readonly callback?: Callback;
  /** The callbacks that were tried with a call that was named. */
  readonly madeCallbacks: readonly Readonly<Pick<CallbackMade, 'outcome' | 'agentId' | 'callbackCallId'>>[];
  /** When the present wait, talk or hold began, or the call ended. */
  readonly since: string;
  /** Which try it was to reach the other party. */
  readonly attempt?: number;
}

export interface WaitingCall extends CallRecord {
  readonly status: 'offered' | 'queued' | 'dialled';
}
export interface LiveCall extends CallRecord {
  readonly status: 'talking' | 'held';
}
export interface FinishedCall extends CallRecord {
  readonly status: 'ended' | 'missed' | 'abandoned';
  /** Why it was missed, or who hung up. */
  readonly ending: Partial<Readonly<Pick<CallMissed, 'reason'> & Pick<CallEnded, 'by'>>>;
}
export type KnownCall = WaitingCall | LiveCall | FinishedCall;
export type Call = { readonly status: 'none' } | KnownCall;

const isWaiting = (of: KnownCall): of is WaitingCall =>
  of.status === 'offered' || of.status === 'queued' || of.status === 'dialled';
const isLive = (of: KnownCall): of is LiveCall => of.status === 'talking' || of.status === 'held';

/** The call that a command is about. */
export function known(state: Call, meta: CommandMeta): KnownCall {
  if (state.status === 'none') return missing('unknown-call', 'there is no such call');
  ensureNotBefore(state.call.startedAt, meta);
  return state;
}

/** What happens on the telephone happens in order. */
const ensureInOrder = ({ since }: KnownCall, meta: CommandMeta): void =>
  ensureFollows(since, 'the last turn of the call', meta);

/** The call, where it must still await an answer. */
export function waiting(state: Call, meta: CommandMeta): WaitingCall {
  const now = known(state, meta);
  if (isLive(now)) return refuse('call-answered', 'the call was answered already');
  if (!isWaiting(now)) return refuse('call-over', 'the call is over');
  ensureInOrder(now, meta);
  return now;
}

/** The call, where it must be answered and not over. */
export function live(state: Call, meta: CommandMeta): LiveCall {
  const now = known(state, meta);
  if (isWaiting(now)) return refuse('call-not-answered', 'nobody has answered the call');
  if (!isLive(now)) return refuse('call-over', 'the call is over');
  ensureInOrder(now, meta);
  return now;
}

/** The call, where it must be over. */
export function finished(state: Call, meta: CommandMeta): FinishedCall {
  const now = known(state, meta);
  if (isWaiting(now) || isLive(now)) return refuse('call-not-over', 'the call is not over yet');
  ensureInOrder(now, meta);
  return now;
}

/** Whole seconds between two instants. */
export const secondsBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 1000);

/** The seconds of talk and hold, up to an instant. */
export function spent({ status, since, call }: KnownCall, at: string): Pick<CallCourse, 'talkSec' | 'holdSec'> {
  const more = secondsBetween(since, at);
  return {
    talkSec: call.talkSec + (status === 'talking' ? more : 0),
    holdSec: call.holdSec + (status === 'held' ? more : 0),
  };
}

/** The call as its events show it, with what the event changes. */
export const digestOf = (
  { status, call }: { readonly status: CallStatus; readonly call: CallCourse },
  change: Partial<CallDigest> = {},
): CallDigest => ({ ...call, status, ...change });

/** Changes the state by an event; an event before the offer changes nothing. */
export const after =
  <D>(change: (of: KnownCall, data: D) => Partial<CallRecord>) =>
  (state: Call, { data }: { readonly data: D }): Call =>
    state.status === 'none' ? state : { ...state, ...change(state, data) };

/** Brings the call to another status by an event. */
export const turned =
  <D>(turn: (of: KnownCall, data: D) => KnownCall) =>
  (state: Call, { data }: { readonly data: D }): Call =>
    state.status === 'none' ? state : turn(state, data);
