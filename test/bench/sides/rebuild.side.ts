import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { SqliteEventStore } from '@touchstream/event-store';
import { keepHeapSmall } from '@touchstream/platform';
import { ProjectionGroup } from '@touchstream/projections';
import { SqliteViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import type { OpenSide } from '../framework/side.js';

export interface RebuildOptions {
  /** For the views. */
  readonly folder: string;
  /** Names of the views to build; every view where left out. */
  readonly views?: readonly string[];
}

export interface Rebuilt {
  /** From the start of the projector until readers see every view. */
  readonly seconds: number;
  /** The most that the process has ever held resident, in MB. */
  readonly peakMemory: number;
}

const TIMEOUT = 3_600_000;

/** Builds views from the first event on, as the projector does it. A round takes the file of events. */
export const open = (async ({ folder, views: names }: RebuildOptions) => {
  keepHeapSmall();
  const wanted = views.filter(view => names?.includes(view.name) ?? true);
  return {
    round: async (events: string): Promise<Rebuilt> => {
      const eventStore = await SqliteEventStore.open({ path: events, readOnly: true });
      const path = join(folder, 'views.db');
      const viewStore = await SqliteViewStore.open({ path });
      const group = new ProjectionGroup({ name: 'bench', views: wanted, eventStore, viewStore });
      const started = performance.now();
      group.start();
      await group.whenCaughtUp({ timeoutMs: TIMEOUT });
      const seconds = (performance.now() - started) / 1000;
      await group.stop();
      await viewStore.close();
      await eventStore.close();
      for (const file of [path, `${path}-wal`, `${path}-shm`]) await rm(file, { force: true });
      return { seconds, peakMemory: process.resourceUsage().maxRSS / 1024 };
    },
  };
}) satisfies OpenSide<RebuildOptions, string, Rebuilt>;
