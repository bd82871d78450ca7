import { Inject, Injectable } from '@nestjs/common';
import { decode, type EventEnvelope } from '@touchstream/events';
import type { EventStore } from '@touchstream/event-store';
import type { ViewStore } from '@touchstream/view-store';
import { interactionTimeline, type Doc, type TimelineEntry, type View } from '@touchstream/views';
import { EVENT_STORE, ReadGate, VIEW_STORE } from '../reads/index.js';
import { conditionsOf, type Cut } from './cut.js';
import { foldedOn } from './folded.js';

const PAGE = 1_000;

/** The revisions of a stream that concern the customer, in order. */
type Places = Map<string, number[]>;

/**
 * The past of one customer: its events alone, found through the index that the timeline keeps, cut by when they
 * happened and when they were recorded, and folded in the order of the feed through the same view that serves the
 * present. Its cost follows the customer's events, whatever else the store holds.
 */
@Injectable()
export class CustomerPast {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
  ) {}

  /** The document of a view as it was; undefined where there was none. Throws `not-foldable`. */
  async document<D extends Doc>(
    view: View<D>,
    customerId: string,
    cut: Cut,
  ): Promise<{ position: bigint; doc: D } | undefined> {
    const { position, doc } = foldedOn(view, { key: customerId, events: await this.history(customerId, cut) }) ?? {};
    return position === undefined || doc == null ? undefined : { position, doc };
  }

  /** The customer's events within the cut, in the order of the feed. */
  async history(customerId: string, cut: Cut): Promise<readonly EventEnvelope[]> {
    // What was acknowledged before the question must be in the answer. What comes meanwhile is not: some of it might be missed.
    const head = await this.events.head();
    await this.gate.passAt(head, interactionTimeline.name);
    const places = await this.#places(customerId, cut, head);
    const events = await Promise.all([...places].map(([stream, revisions]) => this.#read(stream, revisions)));
    return events.flat().sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  async #places(customerId: string, cut: Cut, head: bigint): Promise<Places> {
    const places: Places = new Map();
    let after: string | undefined;
    do {
      const page = await this.views.find<TimelineEntry>(interactionTimeline, {
        where: [{ field: 'customerId', is: customerId }, ...conditionsOf(cut)],
        orderBy: 'occurredAt',
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      for (const { doc } of page.items) {
        if (BigInt(doc.position) > head) continue;
        const revisions = places.get(doc.stream);
        if (revisions === undefined) places.set(doc.stream, [doc.revision]);
        else revisions.push(doc.revision);
      }
      after = page.next;
    } while (after !== undefined);
    return places;
  }

  async #read(stream: string, revisions: readonly number[]): Promise<EventEnvelope[]> {
    const wanted = new Set(revisions);
    const last = Math.max(...revisions);
    const found: EventEnvelope[] = [];
    for (let from = Math.min(...revisions); from <= last; from += PAGE) {
      const limit = Math.min(PAGE, last - from + 1);
      const slice = await this.events.readStream(stream, { direction: 'forwards', from, limit });
      for (const stored of slice) if (wanted.has(stored.revision)) found.push(decode(stored) as EventEnvelope);
    }
    return found;
  }
}
