/** An event to be written, as it came. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** Milliseconds since 1970, UTC. */
  readonly created: number;
}

/** What stands at a place in the log: an event, or a record of the server's own that no reader is given. */
export interface LogRecord {
  readonly position: bigint;
  readonly event?: Recorded;
}

export type Written = { readonly last: Recorded } | { readonly current: number };

/** What a record takes beside its data, in bytes: positions are places in a file. */
const RECORD_OVERHEAD = 97;

/**
 * The transaction log of a server, or of a cluster whose servers share it. Positions have gaps. An append at an exact
 * revision is taken once: where the ids that stand there are the same, it is the same append, and any other is refused.
 */
export class Log {
  readonly records: LogRecord[] = [];
  readonly #streams = new Map<string, Recorded[]>();
  readonly #waiting = new Set<() => void>();
  #end = 0n;

  constructor() {
    this.note();
    this.append('$users', -1, [
      {
        id: '00000000-0000-4000-8000-000000000001',
        type: '$UserCreated',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        metadata: Buffer.from(''),
      },
    ]);
  }

  /** The events of a stream; undefined where it does not exist. */
  stream(name: string): readonly Recorded[] | undefined {
    return this.#streams.get(name);
  }

  append(stream: string, expected: number, proposed: readonly Proposed[]): Written {
    const standing = this.#streams.get(stream) ?? [];
    const current = standing.length - 1;
    if (expected !== current) return this.#again(standing.slice(expected + 1), proposed) ?? { current };
    const created = Math.max(Date.now(), standing.at(-1)?.created ?? 0);
    for (const [at, one] of proposed.entries()) {
      const event = { ...one, stream, revision: expected + 1 + at, position: this.#end, created };
      standing.push(event);
      this.#write(event.data.length + event.metadata.length, event);
    }
    this.#streams.set(stream, standing);
    return { last: standing.at(-1)! };
  }

  /** Writes a record of the server's own. */
  note(): void {
    this.#write(0);
  }

  /** Loses the newest records, as a new leader does that never had them. */
  lose(records: number): void {
    for (const { event } of this.records.splice(this.records.length - records))
      if (event !== undefined) this.#streams.get(event.stream)?.pop();
  }

  /** Resolves when the log has grown, or the signal aborts. */
  grown(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
      if (signal.aborted) wake();
    });
  }

  #again(standing: readonly Recorded[], proposed: readonly Proposed[]): Written | undefined {
    const same = proposed.every(({ id }, at) => standing[at]?.id === id);
    const last = standing[proposed.length - 1];
    return same && last !== undefined ? { last } : undefined;
  }

  #write(bytes: number, event?: Recorded): void {
    this.records.push(event === undefined ? { position: this.#end } : { position: this.#end, event });
    this.#end += BigInt(RECORD_OVERHEAD + bytes);
    for (const wake of this.#waiting) wake();
  }
}
