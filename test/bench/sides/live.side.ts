import { join } from 'node:path';
import { SqliteEventStore, type EventStore } from '@touchstream/event-store';
import { ProjectionGroup } from '@touchstream/projections';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import type { OpenSide } from '../framework/side.js';
import { History } from '../history/history.js';
import { Batches } from '../history/batches.js';

export interface LiveOptions {
  readonly folder: string;
  /** Events of the whole history, of which each round takes the next ones. */
  readonly events: number;
  /** Where the views are kept; in a file of the folder where left out. */
  readonly viewStoreUrl?: string;
}
export interface Lived {
  readonly seconds: number;
  /** Documents given to the store to write, commit by commit. */
  readonly written: readonly number[];
  /** Documents that the events of each commit touch, as the views say. */
  readonly touched: readonly number[];
}

const TIMEOUT = 600_000;

/** Holds a feed back until all that is to be measured is there. */
class Gate {
  #open: Promise<void> = Promise.resolve();
  release: () => void = () => undefined;

  shut(): void {
    this.#open = new Promise(resolve => (this.release = resolve));
  }
  before(store: EventStore): EventStore {
    const subscribe = this.#held.bind(this, store);
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'subscribe') return subscribe;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }
  async *#held(
    store: EventStore,
    options: Parameters<EventStore['subscribe']>[0],
  ): ReturnType<SqliteEventStore['subscribe']> {
    for await (const batch of store.subscribe(options)) {
      await this.#open;
      yield batch;
    }
  }
}

/** The store, with a note of what each commit writes and how far it goes. */
function noting(store: ViewStore, note: (writes: number, position: bigint) => void): ViewStore {
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (name !== 'commit') return member.bind(target);
      const commit: ViewStore['commit'] = async commits => {
        await target.commit(commits);
        const writes = commits.reduce((sum, one) => sum + one.writes.length, 0);
        note(writes, commits[0]!.checkpoint!.position);
      };
      return commit;
    },
  });
}

/** The live projector with all views: events come by its subscription, each batch of which it commits. */
export const open = (async ({ folder, events, viewStoreUrl }: LiveOptions) => {
  const eventStore = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  const viewStore = await openViewStore(viewStoreUrl ?? `sqlite:${join(folder, 'views.db')}`);
  const gate = new Gate();
  const batches = new Batches(new History(events));
  let commits: { writes: number; position: bigint }[] = [];
  const group = new ProjectionGroup({
    name: 'bench',
    views,
    eventStore: gate.before(eventStore),
    viewStore: noting(viewStore, (writes, position) => commits.push({ writes, position })),
  });
  group.start();
  await group.whenCaughtUp({ timeoutMs: TIMEOUT });
  return {
    round: async (count: number): Promise<Lived> => {
      gate.shut();
      const before = await eventStore.head();
      const batch = batches.take(count);
      await Promise.all(batch.map(one => eventStore.append(one.stream, one.expectedRevision, [one.event])));
      commits = [];
      const started = performance.now();
      gate.release();
      await group.whenCaughtUp({ timeoutMs: TIMEOUT });
      const seconds = (performance.now() - started) / 1000;
      const ends = commits.map(({ position }) => Number(position - before));
      return { seconds, written: commits.map(one => one.writes), touched: batches.touched(batch, ends) };
    },
    close: async () => {
      await group.stop();
      await eventStore.close();
      await viewStore.close();
    },
  };
}) satisfies OpenSide<LiveOptions, number, Lived>;
