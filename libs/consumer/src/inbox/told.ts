import type { PublicEvent } from '../event/index.js';
import type { Hold } from './storage.js';

/** Events of a stream that are missing: those after one revision, up to another, both as the key's consumers count. */
export interface Missing {
  readonly key: string;
  readonly stream: string;
  /** -1 where none was handled. */
  readonly after: number;
  readonly upTo: number;
}

/** For logs and metrics. */
export interface InboxObserver {
  /** The event was handled before. */
  onRepeated?(event: PublicEvent): void;
  /** Events are missing; the inbox now tries to get them. */
  onGap?(missing: Missing): void;
  /** A key stands still, from this message on. */
  onHeld?(hold: Hold): void;
  /** A key goes on. */
  onReleased?(hold: Hold): void;
}
