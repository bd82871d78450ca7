import { decode, streamName, type StoredEvent } from '@touchstream/events';
import { evolve, type Aggregate } from '@touchstream/domain';
import { NO_STREAM, type EventStore } from '@touchstream/event-store';
import type { CommandResult } from './request.js';

/** What is remembered of a command: it stands in the metadata of its events. */
interface Remembered {
  readonly hash: string;
  readonly events: CommandResult['events'][number][];
  position: bigint;
}

/** An aggregate as its stream tells it. */
export interface Loaded {
  readonly stream: string;
  readonly state: unknown;
  /** -1 where the stream does not exist. */
  readonly revision: number;
  /** Of the last event; -1 where there is none. */
  readonly position: bigint;
  readonly commands: ReadonlyMap<string, Remembered>;
}

const PAGE = 1_000;
/** Streams kept in memory; the least recently used goes first. */
const MOST_KEPT = 10_000;

/**
 * Reads aggregates from their streams. What was read is kept, and brought up to date by what the stream has had since,
 * so that another process may write to the same streams.
 */
export class AggregateLoader {
  readonly #kept = new Map<string, Loaded>();
  constructor(private readonly store: EventStore) {}

  async load(aggregate: Aggregate, id: string): Promise<Loaded> {
    const stream = streamName(aggregate.name, id);
    let loaded = this.#kept.get(stream) ?? {
      stream,
      state: aggregate.initialState,
      revision: NO_STREAM,
      position: -1n,
      commands: new Map<string, Remembered>(),
    };
    for (;;) {
      const events = await this.store.readStream(stream, {
        direction: 'forwards',
        from: loaded.revision + 1,
        limit: PAGE,
      });
      if (events.length > 0) loaded = apply(loaded, folded(aggregate, loaded.state, events));
      if (events.length < PAGE) break;
    }
    this.#keep(loaded);
    return loaded;
  }

  /** Keeps what an append has made of an aggregate, to spare reading it back. */
  keep(loaded: Loaded, appended: readonly Applied[]): Loaded {
    const next = apply(loaded, appended);
    this.#keep(next);
    return next;
  }

  forget(stream: string): void {
    this.#kept.delete(stream);
  }

  #keep(loaded: Loaded): void {
    this.#kept.delete(loaded.stream);
    if (loaded.revision === NO_STREAM) return;
    this.#kept.set(loaded.stream, loaded);
    if (this.#kept.size > MOST_KEPT) for (const oldest of this.#kept.keys()) return void this.#kept.delete(oldest);
  }
}

/** An event of an aggregate, and the state after it. */
interface Applied {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: bigint;
  readonly commandId: string;
  readonly commandHash: string;
  readonly state: unknown;
}

function folded(aggregate: Aggregate, before: unknown, events: readonly StoredEvent[]): Applied[] {
  let state = before;
  return events.map(stored => {
    const { id, type, revision, position, commandId, commandHash, data } = decode(stored);
    state = evolve(aggregate, state, { type, data });
    return { id, type, revision, position, commandId, commandHash, state };
  });
}

function apply(loaded: Loaded, events: readonly Applied[]): Loaded {
  const last = events.at(-1);
  if (last === undefined) return loaded;
  // Shared with earlier snapshots on purpose: what is remembered of a command never changes, it only grows.
  const commands = loaded.commands as Map<string, Remembered>;
  for (const event of events) remember(commands, event);
  const { state, revision, position } = last;
  return { stream: loaded.stream, state, revision, position, commands };
}

/** Loads of one stream that run at the same time both tell of the same events: each is remembered once. */
function remember(commands: Map<string, Remembered>, event: Applied): void {
  const { id, type, revision, position, commandId, commandHash } = event;
  const known = commands.get(commandId);
  if (known === undefined) commands.set(commandId, { hash: commandHash, events: [{ id, type, revision }], position });
  else if (known.events.at(-1)!.revision < revision) {
    known.events.push({ id, type, revision });
    known.position = position;
  }
}
