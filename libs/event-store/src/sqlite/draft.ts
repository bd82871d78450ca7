import type { EventToAppend } from '../event-store.js';
import { ID_BYTES, SPAN } from './schema.js';
import type { StreamEnd } from './stream-ends.js';
import type { Rows } from './writer.js';

/** How far the file has counted: the newest position and time, and the last numbers given to streams and types. */
export interface Counts {
  readonly position: number;
  /** Milliseconds since 1970, UTC. */
  readonly recordedAt: number;
  readonly streams: number;
  readonly types: number;
  /** The types that the span of the newest position has. */
  readonly found: ReadonlySet<number>;
}

/** What a draft adds to a stream. */
interface Added {
  readonly number: number;
  /** Of the first event added. */
  readonly revision: number;
  readonly events: { readonly id: string; readonly position: number }[];
}

const PER_SPAN = Number(SPAN);

const endOf = ({ number, revision, events }: Added) => ({ number, revision: revision + events.length - 1 });

/** What a transaction is to add: built up append by append, then written as a whole. Counts on from what the file has. */
export class Draft {
  readonly #added = new Map<string, Added>();
  readonly #streams: [number, string][] = [];
  readonly #types = new Map<string, number>();
  readonly #spans: [number, number][] = [];
  /** The types of the span of the newest position. */
  #found: Set<number>;
  readonly #numbers: number[] = [];
  readonly #events: EventToAppend[] = [];
  #bytes = 0;

  constructor(
    private readonly from: Counts,
    /** The time that all its events have; milliseconds since 1970, UTC. */
    readonly now: number,
  ) {
    this.#found = new Set(from.found);
  }

  /** How many events it adds. */
  get size(): number {
    return this.#events.length;
  }

  /** The newest position. */
  get position(): number {
    return this.from.position + this.#events.length;
  }

  /** Where the file is once this has been written; of a draft that is not empty. */
  get counts(): Counts {
    return {
      position: this.position,
      recordedAt: this.now,
      streams: this.from.streams + this.#streams.length,
      types: this.from.types + this.#types.size,
      found: this.#found,
    };
  }

  /** What it adds, by stream. */
  get added(): Iterable<Added> {
    return this.#added.values();
  }

  /** Streams that it adds to, and where they end then. */
  *ends(): Iterable<readonly [stream: string, end: ReturnType<typeof endOf>]> {
    for (const [stream, added] of this.#added) yield [stream, endOf(added)];
  }

  /** Where a stream ends that it adds to. */
  end(stream: string): StreamEnd | undefined {
    const added = this.#added.get(stream);
    return added && endOf(added);
  }

  /** What it adds to the stream. */
  of(stream: string): Added | undefined {
    return this.#added.get(stream);
  }

  /** Adds events to a stream, the first of them at this revision; `number` is undefined for a new stream. */
  add(
    stream: { readonly name: string; readonly number: number | undefined; readonly revision: number },
    events: readonly EventToAppend[],
    typeOf: (name: string) => number | undefined,
  ): void {
    const added = this.#added.get(stream.name) ?? this.#begin(stream);
    for (const event of events) {
      const { data, metadata } = event;
      const revision = added.revision + added.events.length;
      const type = typeOf(event.type) ?? this.#typed(event.type);
      this.#events.push(event);
      this.#numbers.push(this.position, added.number, revision, type, this.now, data.length, metadata.length);
      this.#find(type);
      this.#bytes += ID_BYTES + data.length + metadata.length;
      added.events.push({ id: event.id, position: this.position });
    }
  }

  /** As the writer takes it. */
  rows(): Rows {
    const bytes = new Uint8Array(this.#bytes);
    const buffer = Buffer.from(bytes.buffer);
    let end = 0;
    const put = (part: Uint8Array) => {
      bytes.set(part, end);
      end += part.length;
    };
    for (const { id, data, metadata } of this.#events) {
      end += buffer.write(id.replaceAll('-', ''), end, 'hex');
      put(data);
      put(metadata);
    }
    return {
      streams: this.#streams,
      types: Array.from(this.#types, ([name, number]) => [number, name] as const),
      spans: this.#spans,
      numbers: new Float64Array(this.#numbers),
      bytes,
    };
  }

  #begin({ name, number, revision }: Parameters<Draft['add']>[0]): Added {
    const added = { number: number ?? this.#numbered(name), revision, events: [] };
    this.#added.set(name, added);
    return added;
  }

  #numbered(stream: string): number {
    const number = this.from.streams + this.#streams.length + 1;
    this.#streams.push([number, stream]);
    return number;
  }

  /** The event at the newest position is of this type. */
  #find(type: number): void {
    if (this.position % PER_SPAN === 0) this.#found = new Set();
    if (this.#found.has(type)) return;
    this.#found.add(type);
    this.#spans.push([type, Math.floor(this.position / PER_SPAN)]);
  }

  #typed(name: string): number {
    const number = this.#types.get(name) ?? this.from.types + this.#types.size + 1;
    this.#types.set(name, number);
    return number;
  }
}
