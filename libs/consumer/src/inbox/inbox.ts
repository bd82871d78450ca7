import { setTimeout } from 'node:timers/promises';
import type { PublicEvent } from '../event/index.js';
import { holdAt, type EventMessage, type Message } from './message.js';
import { usualTuning, type InboxOptions, type InboxTuning } from './options.js';
import { HandlingFailed, Step, type Stop, type Work } from './step.js';
import type { Hold, HoldName, Place } from './storage.js';
import type { Missing } from './told.js';

/** What became of a run of messages. */
export interface Taken {
  /** So many have been dealt with, from the first one on. */
  readonly count: number;
  /** The partition is to be read again from here on: what has been handled will be recognised. */
  readonly readAgain?: Place;
}

interface Run {
  readonly count: number;
  readonly stop?: Stop;
}
type Gap = Extract<Stop, { readonly gap: unknown }>;

/** So many places that were read again are remembered. */
const MOST_REMEMBERED = 10_000;
const releaseOf = ({ topic, key, since }: Hold) => JSON.stringify(['released', topic, key, since]);
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'Error');

/**
 * Gives a service every event once, and in order per key, out of topics that may repeat events and may lack some. What was handled is
 * noted in the same transaction as what the service makes of it. One bad message stops its key, not the rest.
 */
export class Inbox<Tx> {
  private readonly tuning: InboxTuning;
  private readonly step: Step<Tx>;
  /** What topics were read again for: once each, so that what is not there is not looked for for ever. */
  private readonly readAgainFor = new Set<string>();

  constructor(private readonly options: InboxOptions<Tx>) {
    this.tuning = { ...usualTuning, ...options.tuning };
    // The key's next stop may be of the same millisecond.
    this.step = new Step(options, hold => this.readAgainFor.delete(releaseOf(hold)));
  }

  /**
   * Takes a run of messages of one partition, in order, in as few transactions as can be. Throws what the storage throws; the run is then
   * to be given again.
   */
  async take(messages: readonly Message[]): Promise<Taken> {
    let count = 0;
    while (count < messages.length) {
      const { count: done, stop } = await this.run(messages.slice(count));
      count += done;
      const readAgain = stop === undefined ? undefined : await this.settle(stop);
      if (readAgain !== undefined) return { count, readAgain };
    }
    return { count };
  }

  /**
   * Lets a key go on that stands still: `try again` from the message it stopped at, or `do without` what it stopped for. Gives the place to
   * read on from, undefined where the key does not stand still. Where nobody reads there, the key's next message sees to it.
   */
  async release(name: HoldName, how: 'try again' | 'do without'): Promise<Place | undefined> {
    const { storage } = this.options;
    return storage.transaction(async tx => {
      const hold = await storage.hold(tx, name);
      if (hold === undefined) return undefined;
      const { key, stream, revision, eventId, place } = hold;
      if (how === 'do without')
        await storage.setHandled(tx, { key, stream }, { revision, eventId, recordedAt: '', place });
      await storage.setHold(tx, { ...hold, released: true });
      return place;
    });
  }

  /** All in one transaction; where one of them cannot be handled, each in one of its own. */
  private async run(messages: readonly Message[]): Promise<Run> {
    const done = await this.tried(messages);
    if (!(done instanceof HandlingFailed)) return done;
    for (const [at, message] of messages.entries()) {
      const { stop, count } = await this.persistently(message, message === done.of ? done : undefined);
      if (stop !== undefined) return { count: at + count, stop };
    }
    return { count: messages.length };
  }

  /** `first`: what came of the first attempt, where that was made among others. */
  private async persistently(message: Message, first?: HandlingFailed): Promise<Run> {
    const { attempts, firstPauseMs } = this.tuning;
    let done = first ?? (await this.tried([message]));
    for (let attempt = 1; done instanceof HandlingFailed; attempt += 1) {
      if (attempt >= attempts) return this.failed(done);
      await setTimeout(firstPauseMs * 2 ** (attempt - 1));
      done = await this.tried([message]);
    }
    return done;
  }

  private async failed({ of, cause }: HandlingFailed): Promise<Run> {
    const { revision, id: eventId, stream } = of.event;
    await this.hold(holdAt(of, { kind: 'failed', reason: nameOf(cause), stream, revision, eventId }));
    return { count: 1 };
  }

  private async tried(messages: readonly Message[]): Promise<Run | HandlingFailed> {
    try {
      return await this.inOneTransaction(messages);
    } catch (error) {
      if (error instanceof HandlingFailed) return error;
      throw error;
    }
  }

  private async inOneTransaction(messages: readonly Message[]): Promise<Run> {
    return this.transaction(async work => {
      for (const [at, message] of messages.entries()) {
        const stop = await this.step.take(work, message);
        if (stop !== undefined) return { count: 'behind' in stop && stop.isDone ? at + 1 : at, stop };
      }
      return { count: messages.length };
    });
  }

  private async transaction<T>(work: (work: Work<Tx>) => Promise<T>): Promise<T> {
    const told: (() => void)[] = [];
    const result = await this.options.storage.transaction(tx => work({ tx, told }));
    for (const tell of told) tell();
    return result;
  }

  /** Gives where to read again, if that is to be done; else the run goes on at the message it stopped at. */
  private async settle(stop: Stop): Promise<Place | undefined> {
    if ('gap' in stop) return this.settleGap(stop);
    const { behind } = stop;
    if (this.isFirst(releaseOf(behind))) return behind.place;
    // What waited there is gone from the topic: what is missing now shows as gaps.
    await this.transaction(work => this.step.goOn(work, behind));
    return undefined;
  }

  /** Looks for the missing events in the topic itself, then elsewhere; then stops the key. */
  private async settleGap({ gap, after, missing }: Gap): Promise<Place | undefined> {
    if (after !== undefined && this.isWorthReadingAgain(gap, after)) return { ...after, offset: after.offset + 1n };
    this.options.observer?.onGap?.(missing);
    const reason = await this.fetched(gap, missing);
    if (reason === undefined) return undefined;
    const { stream, upTo: revision } = missing;
    await this.hold(holdAt(gap, { kind: 'gap', reason, stream, revision, eventId: '' }));
    return undefined;
  }

  /** What this service may have passed over lies behind the last event of the stream. */
  private isWorthReadingAgain({ place, event }: EventMessage, after: Place): boolean {
    if (after.topic !== place.topic || after.partition !== place.partition) return false;
    const between = place.offset - after.offset - 1n;
    if (between <= 0n || between > BigInt(this.tuning.mostReadAgain)) return false;
    return this.isFirst(JSON.stringify(['gap', event.key, event.stream, event.id]));
  }

  private isFirst(name: string): boolean {
    if (this.readAgainFor.has(name)) return false;
    if (this.readAgainFor.size >= MOST_REMEMBERED) this.readAgainFor.clear();
    this.readAgainFor.add(name);
    return true;
  }

  /** Handles the missing events as if they had come just before the one that showed the gap. Gives the reason where they did not come. */
  private async fetched({ place, key }: EventMessage, missing: Missing): Promise<string | undefined> {
    const { fetchMissing } = this.options;
    const reason = `events of the stream are missing after revision ${missing.after}, up to ${missing.upTo}`;
    if (fetchMissing === undefined) return reason;
    let events: readonly PublicEvent[];
    try {
      events = (await fetchMissing(missing)).filter(event => event.key === key);
    } catch (error) {
      return `${reason}; getting them failed: ${nameOf(error)}`;
    }
    if (events.at(-1)?.revision !== missing.upTo) return reason;
    const { stop } = await this.run(events.map(event => ({ key, place, event })));
    return stop === undefined ? undefined : reason;
  }

  private async hold(hold: Hold): Promise<void> {
    await this.transaction(work => this.step.hold(work, hold));
  }
}
