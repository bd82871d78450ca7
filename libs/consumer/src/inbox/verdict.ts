import { NONE, type PublicEvent } from '../event/index.js';
import type { Handled } from './storage.js';

/**
 * What an event is, after what was handled of its stream under its key:
 * - `next`: the one to handle now;
 * - `repeated`: handled before;
 * - `gap`: events before it are missing;
 * - `conflict`: another event was handled at its place, or a later one that was recorded before it: two installations write to one topic,
 *   or one was set back.
 */
export type Verdict = 'next' | 'repeated' | 'gap' | 'conflict';

/** Where the first event seen of a stream is not its first one: a gap, or just what is to be expected of one that began late. */
export type Begin = 'at the start' | 'anywhere';

export function verdict(event: PublicEvent, handled: Handled | undefined, begin: Begin): Verdict {
  if (handled === undefined) return event.previous === NONE || begin === 'anywhere' ? 'next' : 'gap';
  if (event.revision <= handled.revision) return contradicts(event, handled) ? 'conflict' : 'repeated';
  return event.previous > handled.revision ? 'gap' : 'next';
}

/** Neither is known of what was done without; the comparison with no instant is false. */
const contradicts = ({ revision, id, recordedAt }: PublicEvent, handled: Handled): boolean =>
  revision === handled.revision
    ? handled.eventId !== '' && id !== handled.eventId
    : Date.parse(recordedAt) > Date.parse(handled.recordedAt);
