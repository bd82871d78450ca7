import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KurrentDbEventStore, NO_STREAM, type EventStore, type EventToAppend } from '@touchstream/event-store';
import { uuidv7 } from '@touchstream/events';
import { Conditions, FeedConsumer, ProjectionGroup, type LifeState, type StateChange } from '@touchstream/projections';
import { SqliteViewStore, type ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import { removeFolder, temporaryFolder } from '../../fixtures/temporary-folder.js';
import { KurrentDbDouble } from './index.js';

const SOON = { timeoutMs: 20_000 };
const timing = { firstPause: 5, longestPause: 50 };

interface Around {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
  readonly onState: (change: StateChange) => void;
}
const tuning = { tickMs: 20, backoff: { firstMs: 5, mostMs: 50 } };
const loops = {
  'a projection group': ({ onState, ...stores }: Around) =>
    new ProjectionGroup({ ...stores, name: 'group', views: views.slice(0, 2), observer: { onState }, tuning }),
  'a consumer of the feed': (around: Around) =>
    new FeedConsumer({ ...around, name: 'consumer', consume: async () => [], tuning }),
};

const newEvent = (): EventToAppend => ({
  id: uuidv7(),
  type: 'thing.happened',
  data: Buffer.from('{}'),
  metadata: Buffer.from('{"schemaVersion":1}'),
});

describe.each(Object.entries(loops))('on KurrentDB, %s', (_, loopOf) => {
  let double: KurrentDbDouble;
  let folder: string;
  let viewStore: ViewStore;
  let eventStore: EventStore;
  beforeEach(async () => {
    double = await KurrentDbDouble.start();
    folder = await temporaryFolder();
    viewStore = await SqliteViewStore.open({ path: join(folder, 'views.db') });
    eventStore = await KurrentDbEventStore.open({ url: double.url, timing });
  });
  afterEach(async () => {
    await eventStore.close();
    await viewStore.close();
    await removeFolder(folder);
    await double.stop();
  });

  /** Runs the loop until it fails, or is to be tried again. */
  const end = async (store: EventStore, meanwhile: (loop: ProjectionGroup | FeedConsumer) => Promise<void>) => {
    const seen: LifeState[] = [];
    const changes = new Conditions();
    const onState = ({ to }: StateChange) => {
      seen.push(to);
      changes.changed();
    };
    const loop = loopOf({ eventStore: store, viewStore, onState });
    loop.start();
    await meanwhile(loop);
    await changes.until(() => seen.some(state => state === 'retrying' || state === 'failed'), SOON);
    const { state, lastError } = loop.status();
    await loop.stop();
    return { state, error: lastError?.name };
  };

  it('stops for good where events were lost, while it runs, and in a process that is started later', async () => {
    await eventStore.append('thing-1', NO_STREAM, Array.from({ length: 5 }, newEvent));
    const running = await end(eventStore, async loop => {
      await loop.whenCaughtUp(SOON);
      double.log.lose(2);
      double.cutSubscriptions('broken');
    });
    expect(running).toEqual({ state: 'failed', error: 'EventStoreFenced' });
    const fresh = await KurrentDbEventStore.open({ url: double.url, timing });
    const later = await end(fresh, async () => undefined);
    expect(later).toEqual({ state: 'failed', error: 'FeedWentBackwards' });
    await fresh.close();
  });

  it('tries again where the first answers to a later process end before anything came', async () => {
    await eventStore.append('thing-1', NO_STREAM, [newEvent()]);
    const loop = loopOf({ eventStore, viewStore, onState: () => undefined });
    loop.start();
    await loop.whenCaughtUp(SOON);
    await loop.stop();
    double.faults.plan('read', { kind: 'ended' }, { kind: 'ended' });
    const fresh = await KurrentDbEventStore.open({ url: double.url, timing });
    const later = await end(fresh, async () => undefined);
    expect(later).toEqual({ state: 'retrying', error: 'EventStoreUnavailable' });
    await fresh.close();
  });
});
