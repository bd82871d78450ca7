import {
  hasRow,
  MOST_ROWS,
  type AcceptedRow,
  type ImportBatch,
  type RejectedRow,
  type StartImport,
  type StartedImport,
} from '@touchstream/domain';
import type { Commands, LiveSender } from './sender.js';

/** Where the results of rows are kept, so that a run that was interrupted can go on. */
export interface Journal {
  /** Whether the row was accepted in an earlier run. */
  isAccepted(row: number): boolean;
  /** Takes the result of a row; a promise where too many are not written yet: to be waited for. */
  accept(row: AcceptedRow): Promise<void> | undefined;
  reject(row: RejectedRow): Promise<void> | undefined;
  /** Writes what was taken so far. */
  flush(): Promise<void>;
  /** Says that every row has its result. */
  complete(): Promise<void>;
}

/** A dry run leaves nothing behind. */
export const noJournal: Journal = {
  isAccepted: () => false,
  accept: () => undefined,
  reject: () => undefined,
  flush: async () => undefined,
  complete: async () => undefined,
};

/**
 * Keeps the results in the import's own stream, up to a thousand rows an append. A row is written after its commands
 * were answered, never before: what stands there is durable.
 */
export class StreamJournal implements Journal {
  #accepted: AcceptedRow[] = [];
  #rejected: RejectedRow[] = [];
  #writing: Promise<void> | undefined;
  #failure: unknown;

  private constructor(
    private readonly sender: LiveSender,
    private readonly read: () => Promise<StartedImport>,
    private readonly before: StartedImport,
  ) {}

  /** Starts the import, or goes on with it. Throws a `Refusal` where it was taken back. */
  static async start(
    sender: LiveSender,
    commands: Commands,
    { importId, ...start }: Omit<StartImport, 'dryRun'> & { importId: string },
  ): Promise<StreamJournal> {
    await sender.report('StartImport', { ...start, dryRun: false });
    const read = async () => (await commands.read('import-batch', importId)).state as ImportBatch as StartedImport;
    return new StreamJournal(sender, read, await read());
  }

  isAccepted(row: number): boolean {
    return hasRow(this.before.acceptedRows, row);
  }

  accept(row: AcceptedRow): Promise<void> | undefined {
    this.#accepted.push(row);
    return this.#written();
  }

  reject(row: RejectedRow): Promise<void> | undefined {
    this.#rejected.push(row);
    return this.#written();
  }

  async flush(): Promise<void> {
    while (this.#writing !== undefined || this.#waiting > 0) await (this.#writing ?? this.#write());
    this.#ensureWritten();
  }

  async complete(): Promise<void> {
    await this.flush();
    const { accepted, rejected, unchanged } = await this.read();
    await this.sender.report('CompleteImport', { accepted, rejected, unchanged });
  }

  get #waiting(): number {
    return this.#accepted.length + this.#rejected.length;
  }

  /** One append is under way at a time; whoever finds two full ones waiting behind it waits with them. */
  #written(): Promise<void> | undefined {
    this.#ensureWritten();
    if (this.#waiting < MOST_ROWS) return undefined;
    if (this.#writing === undefined) void this.#write();
    else if (this.#waiting >= 2 * MOST_ROWS) return this.#writing;
    return undefined;
  }

  #ensureWritten(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Never rejects: what went wrong is told to all who come after. Rows that were not written are done again. */
  #write(): Promise<void> {
    const accepted = this.#accepted.splice(0, MOST_ROWS);
    const rejected = this.#rejected.splice(0, MOST_ROWS - accepted.length);
    const write = async () => {
      try {
        await this.sender.report('RecordRows', { accepted, rejected });
      } catch (error) {
        this.#failure = error;
      }
      this.#writing = undefined;
    };
    return (this.#writing = write());
  }
}
