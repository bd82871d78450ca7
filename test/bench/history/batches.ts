import { decode, type EventEnvelope } from '@touchstream/events';
import { views } from '@touchstream/views';
import type { History, HistoryAppend } from './history.js';

/** The event as a store would give it back. */
export const envelopeOf = ({ stream, expectedRevision, event }: HistoryAppend, position: bigint): EventEnvelope =>
  decode({
    ...event,
    stream,
    revision: expectedRevision + 1,
    position,
    recordedAt: '2026-01-01T00:00:00.000Z',
  }) as EventEnvelope;

/** A history, taken piece by piece. */
export class Batches {
  readonly #history: Iterator<HistoryAppend>;
  #position = -1n;

  constructor(history: History) {
    this.#history = history[Symbol.iterator]();
  }

  take(count: number): readonly HistoryAppend[] {
    return Array.from({ length: count }, () => {
      const { done, value } = this.#history.next();
      if (done === true) throw new RangeError('the history is shorter than what is asked of it');
      return value;
    });
  }

  /** How many documents of all views a piece touches in each run that ends at one of these counts of its events. */
  touched(piece: readonly HistoryAppend[], ends: readonly number[]): readonly number[] {
    const events = piece.map(one => envelopeOf(one, (this.#position += 1n)));
    let from = 0;
    return ends.map(end => {
      const documents = new Set(events.slice(from, end).flatMap(documentsOf));
      from = end;
      return documents.size;
    });
  }
}

const documentsOf = (event: EventEnvelope): readonly string[] =>
  views
    .filter(view => view.on[event.type] !== undefined)
    .flatMap(view => view.keys(event).map(key => `${view.name} ${key}`));
