import type { EventStore } from '@touchstream/event-store';
import { Recent } from '../recent.js';
import { keyOfStored } from './key.js';

/** An event at its place. Its key is undefined where it cannot be known: it then counts as one of every key. */
export interface Keyed {
  readonly stream: string;
  readonly revision: number;
  readonly key: string | undefined;
}

/** Before the first event of a stream under a key. */
const NONE = -1;
/** So many streams are remembered by the relay, to twice as many, the latest, in 10 to 20 MB. Another one costs a read of one event. */
const REMEMBERED = 40_000;
const PAGE = 100;

const isSame = (key: string | undefined, other: string | undefined) =>
  key === undefined || other === undefined || key === other;

/**
 * Which event of a stream went before under the same key. Nearly always it is the one before in the stream; but a call's
 * customer becomes known, a contact is linked to another one, and then the stream goes on under another key, which a consumer of that
 * key must be able to tell from a loss.
 */
export class Sequence {
  private readonly last: Recent<Keyed>;

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    remembered = REMEMBERED,
  ) {
    this.last = new Recent(remembered);
  }

  /** For each event of a run of the feed: the revision before it under its key, -1 for none; undefined where it is just the one before. */
  async previous(events: readonly Keyed[]): Promise<readonly (number | undefined)[]> {
    const before: (number | undefined)[] = events.map(() => undefined);
    const searches: Promise<void>[] = [];
    for (const [at, event] of events.entries()) {
      const follows = this.follows(event);
      this.last.put(event.stream, event);
      if (!follows) searches.push(this.search(event).then(found => void (before[at] = found)));
    }
    await Promise.all(searches);
    return before;
  }

  /** Whether what went before is known to be the one before in the stream. */
  private follows({ stream, revision, key }: Keyed): boolean {
    if (revision === 0) return true;
    const last = this.last.get(stream);
    return last?.revision === revision - 1 && isSame(last.key, key);
  }

  private async search({ stream, revision, key }: Keyed): Promise<number | undefined> {
    let from = revision - 1;
    for (let limit = 1; from >= 0; limit = PAGE) {
      const events = await this.store.readStream(stream, { direction: 'backwards', from, limit });
      const found = events.find(stored => isSame(keyOfStored(stored), key));
      if (found !== undefined) return found.revision === revision - 1 ? undefined : found.revision;
      from = (events.at(-1)?.revision ?? 0) - 1;
    }
    return NONE;
  }
}
