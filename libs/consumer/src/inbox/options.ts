import type { PublicEvent } from '../event/index.js';
import type { InboxStorage } from './storage.js';
import type { InboxObserver, Missing } from './told.js';
import type { Begin } from './verdict.js';

export interface InboxOptions<Tx> {
  readonly storage: InboxStorage<Tx>;
  /** Takes an event into the service's view, through the transaction in which it is noted as handled. */
  readonly handle: (event: PublicEvent, tx: Tx) => Promise<void> | void;
  /** Whether the topics are read from their first message on; where they are not, a stream may begin in its middle. */
  readonly begin: Begin;
  /** Gets missing events from elsewhere, in order. Without it, what is not in the topic any more stops its key. */
  readonly fetchMissing?: (missing: Missing) => Promise<readonly PublicEvent[]>;
  readonly observer?: InboxObserver;
  readonly tuning?: Partial<InboxTuning>;
}

export interface InboxTuning {
  /** How often an event is tried in all before its key is stopped, at least once; 3 by default. */
  readonly attempts: number;
  /** The pause before the second try, in milliseconds; it doubles. 100 by default. */
  readonly firstPauseMs: number;
  /** How many messages back a topic is read again to look for missing events; 0 for never. 100,000 by default. */
  readonly mostReadAgain: number;
}

export const usualTuning: InboxTuning = { attempts: 3, firstPauseMs: 100, mostReadAgain: 100_000 };
