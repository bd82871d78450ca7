import { Inject, Injectable } from '@nestjs/common';
import { streamName } from '@touchstream/events';
import type { EventStore } from '@touchstream/event-store';
import type { Doc, Folded, View } from '@touchstream/views';
import { EVENT_STORE, type Past } from '../reads/index.js';
import { eventWithin } from './cut.js';
import { foldedOn, readOf } from './folded.js';

/** So many events are in memory at a time. */
const PAGE = 1_000;

/**
 * The past of records of which each has a stream of its own: the stream, cut by when its events happened and when they were
 * recorded, and folded through the same view that serves the present.
 */
@Injectable()
export class RecordPast {
  constructor(@Inject(EVENT_STORE) private readonly events: EventStore) {}

  /** The past of a view whose documents each show one aggregate of the kind. It throws `not-foldable`. */
  of<D extends Doc>(view: View<D>, aggregate: string): Past<D> {
    return async (id, cut) => {
      let found: Folded<D> | undefined;
      for (let from = 0; ; from += PAGE) {
        const page = await this.events.readStream(streamName(aggregate, id), {
          direction: 'forwards',
          from,
          limit: PAGE,
        });
        const within = page
          .map(stored => readOf(stored, one => eventWithin(cut, one)))
          .filter(event => event !== undefined);
        // There is no record before its first event, whatever of it was said to have happened earlier.
        if (from === 0 && within[0]?.revision !== 0) return undefined;
        found = foldedOn(view, { key: id, events: within }, found);
        if (page.length < PAGE) break;
      }
      return found?.doc == null ? undefined : { position: found.position, doc: found.doc };
    };
  }
}
