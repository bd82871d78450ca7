import { decode, streamName } from '@touchstream/events';
import { evolve, type Aggregate } from '@touchstream/domain';
import { NO_STREAM, type EventStore } from '@touchstream/event-store';
import type { CommandResult } from './request.js';

/** What is remembered of a command: it stands in the metadata of its events. */
interface Remembered {
  readonly hash: string;
  readonly events: CommandResult['events'];
  readonly position: bigint;
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
      if (events.length > 0) loaded = apply(aggregate, loaded, events.map(decode));
      if (events.length < PAGE) break;
    }
    this.#keep(loaded);
    return loaded;
  }

  /** Keeps what an append has made of an aggregate, to spare reading it back. */
  keep(aggregate: Aggregate, loaded: Loaded, appended: Parameters<typeof apply>[2]): Loaded {
    const next = apply(aggregate, loaded, appended);
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

interface Applied {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: bigint;
  readonly commandId: string;
  readonly commandHash: string;
  readonly data: unknown;
}

function apply(aggregate: Aggregate, loaded: Loaded, events: readonly Applied[]): Loaded {
  let { state } = loaded;
  // Shared with earlier snapshots on purpose: what is remembered of a command never changes, it only grows.
  const commands = loaded.commands as Map<string, Remembered>;
  for (const event of events) {
    state = evolve(aggregate, state, event);
    const { id, type, revision, position } = event;
    remember(commands, event, { id, type, revision, position });
  }
  const last = events.at(-1);
  if (last === undefined) return loaded;
  return { ...loaded, state, commands, revision: last.revision, position: last.position };
}

/** Loads of one stream that run at the same time both tell of the same events: each is remembered once. */
function remember(
  commands: Map<string, Remembered>,
  { commandId, commandHash }: Applied,
  { position, ...event }: Omit<Applied, 'commandId' | 'commandHash' | 'data'>,
): void {
  const before = commands.get(commandId)?.events ?? [];
  if (before.some(one => one.revision === event.revision)) return;
  commands.set(commandId, { hash: commandHash, events: [...before, event], position });
}
