import { Inject, Injectable } from '@nestjs/common';
import { streamName, type EventEnvelope, type StoredEvent } from '@touchstream/events';
import type { EventStore } from '@touchstream/event-store';
import { everyDocument, type ViewStore } from '@touchstream/view-store';
import { customersOf, interactionTimeline, type Doc, type TimelineEntry, type View } from '@touchstream/views';
import { EVENT_STORE, ReadGate, VIEW_STORE } from '../reads/index.js';
import { conditionsOf, eventWithin, type Cut } from './cut.js';
import { foldedOn, readOf } from './folded.js';
import { mayBeOf, setAside } from './set-aside.js';

const PAGE = 1_000;

/** The revisions of streams at which events may concern the customer. */
type Places = Map<string, number[]>;

function add(places: Places, { stream, revision }: { readonly stream: string; readonly revision: number }): void {
  const revisions = places.get(stream);
  if (revisions === undefined) places.set(stream, [revision]);
  else revisions.push(revision);
}

const ownStream = (customerId: string) => streamName('customer', customerId);

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
    const events = await this.history(customerId, cut);
    const stream = ownStream(customerId);
    // There is no customer before its registration, whatever was said to have happened with it earlier.
    if (!events.some(event => event.stream === stream && event.revision === 0)) return undefined;
    const { position, doc } = foldedOn(view, { key: customerId, events }) ?? {};
    return position === undefined || doc == null ? undefined : { position, doc };
  }

  /** The customer's events within the cut, in the order of the feed. Throws `not-foldable` where one cannot be read. */
  async history(customerId: string, cut: Cut): Promise<readonly EventEnvelope[]> {
    // What was acknowledged before the question must be in the answer. What comes meanwhile is not: some of it might be missed.
    const head = await this.events.head();
    await this.gate.passAt(head, interactionTimeline.name);
    // Before the entries: what is taken in meanwhile is among these.
    const parked = await setAside(this.views);
    const places = await this.#places(customerId, cut, head);
    const streams = new Set([ownStream(customerId), ...places.keys()]);
    const known = { customerId, has: (stream: string) => streams.has(stream) };
    for (const one of parked) if (one.position <= head && mayBeOf(one, known)) add(places, one);
    const ours = (stored: StoredEvent) => {
      const event = eventWithin(cut, stored);
      return event !== undefined && customersOf(event).includes(customerId) ? event : undefined;
    };
    const events = await Promise.all([...places].map(([stream, revisions]) => this.#read(stream, revisions, ours)));
    return events.flat().sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  async #places(customerId: string, cut: Cut, head: bigint): Promise<Places> {
    const places: Places = new Map();
    const where = [{ field: 'customerId', is: customerId }, ...conditionsOf(cut)];
    const entries = everyDocument<TimelineEntry>(this.views, interactionTimeline, { where, orderBy: 'occurredAt' });
    for await (const { doc } of entries) if (BigInt(doc.position) <= head) add(places, doc);
    return places;
  }

  async #read(
    stream: string,
    revisions: readonly number[],
    read: (stored: StoredEvent) => EventEnvelope | undefined,
  ): Promise<EventEnvelope[]> {
    const wanted = new Set(revisions);
    const last = Math.max(...revisions);
    const found: EventEnvelope[] = [];
    for (let from = Math.min(...revisions); from <= last; from += PAGE) {
      const limit = Math.min(PAGE, last - from + 1);
      const slice = await this.events.readStream(stream, { direction: 'forwards', from, limit });
      for (const stored of slice) {
        const event = wanted.has(stored.revision) ? readOf(stored, read) : undefined;
        if (event !== undefined) found.push(event);
      }
    }
    return found;
  }
}
