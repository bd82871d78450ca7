import type { EventStore } from '@touchstream/event-store';
import type { ViewWriter } from '../lease/index.js';
import type { ProjectionObserver } from './observer.js';
import type { Tuning } from './tuning.js';

/** Where events are read. */
export type FeedSource = Pick<EventStore, 'readFeed' | 'readStream' | 'subscribe' | 'head'>;

/** What a group works with. */
export interface Workplace {
  readonly group: string;
  readonly eventStore: FeedSource;
  readonly viewStore: ViewWriter;
  readonly observer: ProjectionObserver;
  readonly tuning: Tuning;
  /** `careful` while every document is checked before it is committed: the store refused a batch, nobody knows why. */
  readonly caution: { careful: boolean };
  /** Called after every commit. */
  readonly onCommit: () => void;
}
