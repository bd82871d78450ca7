import type {
  CallDirection,
  CallStatus,
  CallbackOutcome,
  IdentificationMethod,
  MissReason,
  CallEnder,
} from '@touchstream/events';
import { NO_REVISION, type OfAggregate } from '../view/index.js';

/** A wish to be called back, as last said. `due` until it has reached the caller. */
export interface Callback {
  readonly state: 'due' | 'done';
  readonly number: string;
  readonly dueAt: string | null;
  readonly queue: string | null;
  readonly agentId: string | null;
  readonly requestedAt: string;
  readonly attempts: number;
  readonly lastOutcome: CallbackOutcome | null;
  readonly callId: string | null;
}

/** A call with its waits, talk and work after it. Seconds are sums over the call. Numbers are E.164. */
export interface CallDoc extends OfAggregate {
  readonly callId: string;
  readonly direction: CallDirection;
  readonly status: CallStatus;
  /** Null until the other party is recognised. */
  readonly customerId: string | null;
  readonly contactId: string | null;
  readonly identifiedBy: IdentificationMethod | null;
  /** How sure that is, in percent. */
  readonly confidence: number | null;
  /** Who has, or had, the call. */
  readonly agentId: string | null;
  readonly ani: string | null;
  readonly dnis: string | null;
  readonly queue: string | null;
  readonly listId: string | null;
  readonly attempt: number | null;
  readonly externalId: string | null;
  readonly startedAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly waitSec: number;
  readonly talkSec: number;
  readonly holdSec: number;
  readonly wrapSec: number;
  readonly disposition: string | null;
  readonly notes: string | null;
  /** Why nobody answered it. */
  readonly missReason: MissReason | null;
  readonly endedBy: CallEnder | null;
  readonly ivrPath: readonly string[];
  readonly transfers: number;
  readonly conferences: number;
  readonly recording: { readonly uri: string; readonly hash: string; readonly retentionUntil: string } | null;
  readonly callback: Callback | null;
}

export const emptyCall = (callId: string): CallDoc => ({
  callId,
  direction: 'inbound',
  status: 'offered',
  customerId: null,
  contactId: null,
  identifiedBy: null,
  confidence: null,
  agentId: null,
  ani: null,
  dnis: null,
  queue: null,
  listId: null,
  attempt: null,
  externalId: null,
  startedAt: null,
  answeredAt: null,
  endedAt: null,
  waitSec: 0,
  talkSec: 0,
  holdSec: 0,
  wrapSec: 0,
  disposition: null,
  notes: null,
  missReason: null,
  endedBy: null,
  ivrPath: [],
  transfers: 0,
  conferences: 0,
  recording: null,
  callback: null,
  revision: NO_REVISION,
});
