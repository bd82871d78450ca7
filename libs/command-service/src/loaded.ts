import { decode, type Envelope } from '@touchstream/events';
import { evolve, later, type Aggregate } from '@touchstream/domain';
import { NO_STREAM, type EventStore, type ReadStream } from '@touchstream/event-store';
import type { CommandResult } from './request.js';

/** What a command was answered, as its events tell it. */
export interface Recalled extends Pick<CommandResult, 'events' | 'position'> {
  /** Of the command's content. */
  readonly hash: string;
}

/** An aggregate as its stream tells it. */
export interface Loaded {
  readonly stream: string;
  readonly state: unknown;
  /** -1 where the stream does not exist. */
  readonly revision: number;
  /** Of the last event; -1 where there is none. */
  readonly position: bigint;
  /** The latest of its events; empty where there is none. The last event may be about the past. */
  readonly occurredAt: string;
  /**
   * The commands that gave its events, and the revision of the first event of each. No more is kept of them, for there
   * may be very many: all else stands in the events.
   */
  readonly commands: ReadonlyMap<string, number>;
}

const PAGE = 1_000;
const pageFrom = (from: number): ReadStream => ({ direction: 'forwards', from, limit: PAGE });
/** So many streams are kept in memory to twice as many, those used last. */
const KEPT = 10_000;

/**
 * Reads aggregates from their streams. What was read is kept, and brought up to date by what the stream has had since,
 * so that another process may write to the same streams.
 */
export class AggregateLoader {
  #young = new Map<string, Loaded>();
  #old = new Map<string, Loaded>();

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly kept = KEPT,
  ) {}

  /** The aggregate whose stream is called so. */
  async load(aggregate: Aggregate, stream: string): Promise<Loaded> {
    const known = this.#young.get(stream);
    let loaded = known ??
      this.#old.get(stream) ?? {
        stream,
        state: aggregate.initialState,
        revision: NO_STREAM,
        position: -1n,
        occurredAt: '',
        commands: new Map<string, number>(),
      };
    for (;;) {
      const stored = await this.store.readStream(stream, pageFrom(loaded.revision + 1));
      for (const one of stored) {
        const event = decode(one);
        loaded = after(loaded, event, evolve(aggregate, loaded.state, event));
      }
      if (stored.length < PAGE) break;
    }
    if (loaded !== known) this.#keep(loaded);
    return loaded;
  }

  /** Keeps what an append has made of an aggregate, to spare reading it back. */
  keep(loaded: Loaded, last: LastEvent, state: unknown): void {
    this.#keep(after(loaded, last, state));
  }

  /** What the command was answered whose first event has the revision. */
  async recall(stream: string, first: number): Promise<Recalled> {
    let events = await this.#read(stream, first);
    const { commandId, commandHash: hash } = events[0]!;
    const own: Envelope[] = [];
    for (;;) {
      const end = events.findIndex(event => event.commandId !== commandId);
      own.push(...events.slice(0, end === -1 ? PAGE : end));
      if (end !== -1 || events.length < PAGE) break;
      events = await this.#read(stream, first + own.length);
    }
    const { position } = own.at(-1)!;
    return { hash, position, events: own.map(({ id, type, revision }) => ({ id, type, revision })) };
  }

  forget(stream: string): void {
    this.#young.delete(stream);
    this.#old.delete(stream);
  }

  async #read(stream: string, from: number): Promise<readonly Envelope[]> {
    return (await this.store.readStream(stream, pageFrom(from))).map(decode);
  }

  #keep(loaded: Loaded): void {
    if (loaded.revision === NO_STREAM) return;
    if (this.#young.size >= this.kept) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(loaded.stream, loaded);
  }
}

/** The last event that a command has added, with the latest time of them all; or one of those before it. */
type LastEvent = Pick<Envelope, 'commandId' | 'revision' | 'position' | 'occurredAt'>;

/** The aggregate after more events of one command. */
function after(loaded: Loaded, { commandId, revision, position, occurredAt }: LastEvent, state: unknown): Loaded {
  const { stream, commands } = loaded;
  // Shared with earlier snapshots on purpose: what is remembered of a command never changes, it only grows.
  const remembered = commands as Map<string, number>;
  if (!remembered.has(commandId)) remembered.set(commandId, loaded.revision + 1);
  return { stream, state, revision, position, occurredAt: later(occurredAt, loaded.occurredAt), commands };
}
