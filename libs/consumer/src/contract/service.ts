import type { PublicEvent } from '../event/index.js';
import { Inbox, type Hold, type InboxOptions, type InboxStorage, type Message, type Missing } from '../inbox/index.js';

/** A storage under test tells the keys that stand still, too. */
export interface TestedStorage<Tx> extends InboxStorage<Tx> {
  holds(): readonly Hold[];
}

/** An event, for short: `s@2` of key k; after `/` the revision before it under its key, where that is not just the one before. */
export function event(name: string, key = 'k'): PublicEvent {
  const [, stream = '', revision = '', previous] = /^(\w+)@(\d+)(?:\/(-?\d+))?$/.exec(name) ?? [];
  return {
    id: `${stream}@${revision}`,
    type: 'crm.order.placed.v1',
    schemaVersion: 1,
    tenantId: 'main',
    key,
    stream,
    revision: Number(revision),
    previous: previous === undefined ? Number(revision) - 1 : Number(previous),
    position: 0n,
    time: '',
    recordedAt: '',
    correlationId: '',
    actorKind: 'user',
    data: {},
  };
}

/** A partition with these messages; `!` is one that is no event. */
export const partition = (names: readonly string[], key: (name: string) => string = () => 'k'): Message[] =>
  names.map((name, at) => {
    const place = { topic: 't', partition: 0, offset: BigInt(at) };
    return name.startsWith('!')
      ? { key: key(name), place, unfit: 'it is broken' }
      : { key: key(name), place, event: event(name, key(name)) };
  });

interface Reading {
  readonly handled: readonly string[];
  readonly held: readonly Hold[];
  readonly gaps: readonly Missing[];
  readonly released: readonly Hold[];
}

/** The events of a stream among these. */
export const ofStream = (names: readonly string[], stream: string) => names.filter(one => one.startsWith(`${stream}@`));

/** A service that reads a partition, in chunks, as the runner on Kafka does. */
export class TestService<Tx> {
  readonly handled: string[] = [];
  readonly held: Hold[] = [];
  readonly gaps: Missing[] = [];
  readonly released: Hold[] = [];
  inbox: Inbox<Tx>;
  #at = 0;

  constructor(
    readonly storage: TestedStorage<Tx>,
    private readonly over: Partial<InboxOptions<Tx>> = {},
  ) {
    this.inbox = this.#open();
  }

  /** A new process with the same storage, which begins where it had committed. */
  restart(): void {
    this.inbox = this.#open();
  }
  seek(at: number): void {
    this.#at = at;
  }
  get at(): number {
    return this.#at;
  }

  async read(messages: readonly Message[], chunk = 3): Promise<Reading> {
    while (this.#at < messages.length) {
      const { count, readAgain } = await this.inbox.take(messages.slice(this.#at, this.#at + chunk));
      this.#at = readAgain === undefined ? this.#at + count : Number(readAgain.offset);
    }
    return this;
  }

  #open(): Inbox<Tx> {
    return new Inbox({
      storage: this.storage,
      handle: ({ id }) => void this.handled.push(id),
      begin: 'at the start',
      observer: {
        onGap: missing => this.gaps.push(missing),
        onHeld: hold => this.held.push(hold),
        onReleased: hold => this.released.push(hold),
      },
      tuning: { firstPauseMs: 1 },
      ...this.over,
    });
  }
}
