import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '@touchstream/events';
import {
  EventStoreUnavailable,
  NO_STREAM,
  WrongExpectedRevision,
  type Appended,
  type EventToAppend,
} from '../event-store.js';
import type { Connection } from './connection.js';
import { isPassing } from './failures.js';
import { storedEvents } from './recorded.js';
import { appendRequests, streamRequest } from './requests.js';
import { pauseBefore, type Timing } from './timing.js';
import { Turns } from './turns.js';

/**
 * So many appends are under way at once. A server takes some hundred calls on one connection; more would wait inside the
 * client while their deadlines run.
 */
const AT_ONCE = 64;

interface Append {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly EventToAppend[];
}

const sameIds = (standing: readonly StoredEvent[], events: readonly EventToAppend[]): boolean =>
  standing.length === events.length && standing.every(({ id }, at) => id === events[at]?.id);

const answer = ({ revision, position, recordedAt }: StoredEvent, repeated: boolean): Appended => ({
  revision,
  position,
  recordedAt,
  repeated,
});

/**
 * Appends at exact revisions, one append to a stream at a time. The server tells neither when it took an event nor
 * whether it had it already, so what stands at the revision is read before and afterwards. An append whose outcome is
 * unknown is sent again, the same ids at the same revision, which the server takes once.
 */
export class Appender {
  /** The last append to each stream that is under way. */
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #turns = new Turns(AT_ONCE);

  constructor(
    private readonly connection: Connection,
    private readonly timing: Timing,
    private readonly closed: AbortSignal,
  ) {}

  async append(append: Append): Promise<Appended> {
    const { stream } = append;
    const before = this.#last.get(stream);
    const turn = (async () => {
      await before?.catch(() => undefined);
      return this.#turns.take(() => this.#append(append));
    })();
    this.#last.set(stream, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(stream) === turn) this.#last.delete(stream);
    }
  }

  async #append(append: Append): Promise<Appended> {
    const giveUpAt = performance.now() + this.timing.patience;
    let sent = false;
    for (let attempt = 1; ; attempt += 1) {
      if (this.closed.aborted) throw new EventStoreUnavailable('KurrentDB: the event store is closed');
      try {
        const standing = await this.#standing(append);
        if (standing !== undefined) return answer(standing, !sent);
        sent = true;
        return answer(await this.#send(append), false);
      } catch (error) {
        const pause = pauseBefore(attempt, this.timing);
        if (!isPassing(error) || performance.now() + pause > giveUpAt) throw error;
        await setTimeout(pause, undefined, { signal: this.closed }).catch(() => undefined);
      }
    }
  }

  /** The last event of this append, where it stands there already. Throws where others stand in its place. */
  async #standing({ stream, expected, events }: Append): Promise<StoredEvent | undefined> {
    const standing = await this.#read(stream, { from: expected + 1, limit: events.length });
    if (standing.length === 0) return undefined;
    if (sameIds(standing, events)) return standing.at(-1);
    throw new WrongExpectedRevision(stream, expected, await this.#revisionOf(stream));
  }

  async #send({ stream, expected, events }: Append): Promise<StoredEvent> {
    const response = await this.connection.append(appendRequests(stream, expected, events), this.timing);
    const refusal = response.getWrongExpectedVersion();
    if (refusal !== undefined) {
      const actual = refusal.hasCurrentRevision() ? Number(refusal.getCurrentRevision()) : NO_STREAM;
      throw new WrongExpectedRevision(stream, expected, actual);
    }
    const [last] = await this.#read(stream, { from: expected + events.length, limit: 1 });
    if (last?.id !== events.at(-1)?.id || last === undefined)
      throw new EventStoreUnavailable('KurrentDB: the leader does not show what it has taken');
    return last;
  }

  async #revisionOf(stream: string): Promise<number> {
    const request = streamRequest(stream, { direction: 'backwards', limit: 1 });
    const [newest] = storedEvents(await this.connection.read(request, { ...this.timing, leader: true }));
    return newest?.revision ?? NO_STREAM;
  }

  async #read(stream: string, part: { from: number; limit: number }): Promise<readonly StoredEvent[]> {
    const request = streamRequest(stream, { direction: 'forwards', ...part });
    return storedEvents(await this.connection.read(request, { ...this.timing, leader: true }));
  }
}
