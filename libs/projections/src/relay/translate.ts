import type { BusMessage } from '@touchstream/event-bus';
import { upcasters, type StoredEvent } from '@touchstream/events';
import type { Parked } from '@touchstream/view-store';
import type { View } from '@touchstream/views';
import { feedEvent, nameOf, parkedEvent, STREAM_KEY } from '../fold/index.js';
import { keyOfStored } from './key.js';
import { isInternal, type PublicEvents } from './public-event.js';
import type { Keyed, Sequence } from './sequence.js';

type Published = { readonly message: BusMessage } | { readonly unfit: string };

/** The public event of a stored one, or why there is none; undefined for what stays inside. */
export function published(stored: StoredEvent, publicEvents: PublicEvents): Published | undefined {
  if (isInternal(stored)) return undefined;
  const one = feedEvent(stored);
  if ('undecodable' in one) return { unfit: one.undecodable };
  try {
    // What was lifted to a newer version is not what was written.
    const isAsWritten = upcasters[stored.type] === undefined;
    return { message: publicEvents.message(one.event, isAsWritten ? stored.data : undefined) };
  } catch (error) {
    return { unfit: `translation: ${nameOf(error)}` };
  }
}

export interface Translated {
  readonly messages: readonly BusMessage[];
  /** What could not be made public. */
  readonly unfit: readonly { readonly stored: StoredEvent; readonly reason: string }[];
}

/** The attribute that tells which event of the stream went before under the same key, where that is not just the one before. */
export const PREVIOUS_REVISION = 'ce_previousrevision';

/** Makes public events of a batch, in order; internal ones give none. */
export async function translate(
  events: readonly StoredEvent[],
  publicEvents: PublicEvents,
  sequence: Sequence,
): Promise<Translated> {
  const messages: BusMessage[] = [];
  const unfit: { readonly stored: StoredEvent; readonly reason: string }[] = [];
  const keyed: Keyed[] = [];
  /** Which of `keyed` each message is. */
  const at: number[] = [];
  for (const stored of events) {
    const made = published(stored, publicEvents);
    if (made === undefined) continue;
    const { stream, revision } = stored;
    if ('message' in made) {
      at.push(keyed.length);
      messages.push(made.message);
      keyed.push({ stream, revision, key: made.message.key });
    } else {
      unfit.push({ stored, reason: made.unfit });
      keyed.push({ stream, revision, key: keyOfStored(stored) });
    }
  }
  const previous = await sequence.previous(keyed);
  return { messages: messages.map((message, n) => placed(message, previous[at[n] ?? n])), unfit };
}

const placed = (message: BusMessage, previous: number | undefined): BusMessage =>
  previous === undefined
    ? message
    : { ...message, headers: { ...message.headers, [PREVIOUS_REVISION]: String(previous) } };

/** Events that are missing from the public feed, by reference, under their streams. */
export function leftOut(unfit: Translated['unfit'], book: View): readonly Parked[] {
  const at = new Date().toISOString();
  return unfit.map(({ stored, reason }) => parkedEvent(book, STREAM_KEY + stored.stream, stored, { reason, at }));
}
