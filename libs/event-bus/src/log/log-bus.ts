import { realpathSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { attempt } from '@touchstream/sqlite-file';
import { EventBusUnavailable } from '../event-bus.js';
import type { BusMessage, Delivered, OtherTopic, ReadableBus, Refused } from '../event-bus.js';
import { failure } from './failures.js';
import { lastOf, openLogFile, type Last } from './log-file.js';
import { messagesOf, type Span } from './log-query.js';
import { LogWriter } from './log-writer.js';
import { newsOrPause, tellNews } from './news.js';

/** How often a subscriber looks for what another process has published, in milliseconds. */
const POLL_MS = 100;

interface ReadOptions {
  readonly after: bigint;
  readonly limit: number;
}

/**
 * The embedded bus: an append-only log in one SQLite file. A call of `publish` is one durable commit, made by a thread of its own. A message whose
 * position is not above the last one published before the call is skipped, so that a relay which repeats itself after a
 * crash publishes nothing twice.
 */
export class LogBus implements ReadableBus {
  private readonly messages: (span: Span) => readonly Delivered[];
  private readonly last: () => Last;
  private readonly writer: LogWriter;

  private constructor(
    private readonly folder: string,
    private readonly file: string,
    private readonly db: Database.Database,
  ) {
    this.messages = messagesOf(db);
    this.last = lastOf(db);
    this.writer = new LogWriter(file, folder);
  }

  /**
   * Opens the log in a folder, and makes it where it is not. Several processes may read beside the one that publishes.
   * Throws {@link EventBusUnavailable}, also where there is no log yet and it is opened for reading only, and
   * EventBusIncompatible where its file never will be one.
   */
  static async open({
    path,
    readOnly = false,
  }: {
    readonly path: string;
    readonly readOnly?: boolean;
  }): Promise<LogBus> {
    const db = openLogFile(path, readOnly);
    return new LogBus(path, realpathSync(db.name), db);
  }

  async publish(messages: readonly BusMessage[]): Promise<readonly Refused[]> {
    ensureAscending(messages);
    this.ensureOpen();
    if (this.db.readonly) throw new EventBusUnavailable(`${this.folder} is open for reading only`);
    const added = await this.writer.append(messages).catch((error: unknown) => {
      throw failure(this.folder, error);
    });
    if (added > 0) tellNews(this.file);
    return [];
  }

  async read({ after, limit }: ReadOptions) {
    return this.attempt(() => {
      const { offset: head } = this.last();
      const messages = head > after ? this.messages({ after, upTo: head, limit }) : [];
      const caughtUp = messages.length < limit;
      const readTo = head > after ? head : after;
      return { messages, offset: caughtUp ? readTo : (messages.at(-1)?.offset ?? readTo), caughtUp };
    });
  }

  async *subscribe({ signal, ...options }: ReadOptions & { readonly signal: AbortSignal }): AsyncIterable<{
    readonly messages: readonly Delivered[];
    readonly offset: bigint;
  }> {
    let { after } = options;
    while (!signal.aborted) {
      const { messages, offset } = await this.read({ ...options, after });
      if (offset > after) yield { messages, offset };
      // Looked at again in the same turn in which the wait begins: nothing can be published unnoticed in between.
      else if (this.attempt(() => this.last()).offset <= after && !signal.aborted)
        await newsOrPause(this.file, POLL_MS, signal);
      after = offset;
    }
  }

  async head(): Promise<bigint> {
    return this.attempt(() => this.last().offset);
  }

  async lastPosition(): Promise<bigint> {
    return this.attempt(() => this.last().position);
  }

  /** A topic is a word in a message here. */
  async prepare(): Promise<readonly OtherTopic[]> {
    return [];
  }

  async ping(): Promise<void> {
    this.attempt(() => this.last());
  }

  async close(): Promise<void> {
    await this.writer.close();
    this.db.close();
  }

  private attempt<T>(run: () => T): T {
    this.ensureOpen();
    return attempt(this.folder, failure, run);
  }

  private ensureOpen(): void {
    if (!this.db.open) throw new EventBusUnavailable(`${this.folder} has been closed`);
  }
}

/** Out of order they could not be told from repeated ones. */
function ensureAscending(messages: readonly BusMessage[]): void {
  for (let at = 1; at < messages.length; at += 1)
    if (messages[at]!.position < messages[at - 1]!.position)
      throw new RangeError('messages must be published in order of position');
}
