import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { OpportunityOpened } from '@touchstream/events';
import { SqliteViewStore } from '@touchstream/view-store';
import { fold, stageHistory, type View } from '@touchstream/views';
import { example, historyOf } from '@touchstream/views/testing';
import { historiesOf } from './measured.js';

let folder: string;
let store: SqliteViewStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'measured-'));
  store = await SqliteViewStore.open({ path: join(folder, 'views.db') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** As many histories, every second one of `ann`, of the pipeline `p`. */
async function given(count: number): Promise<void> {
  const view = stageHistory as unknown as View;
  const generation = await store.create(view);
  const writes = Array.from({ length: count }).flatMap((_, at) => {
    const ownerId = at % 2 === 0 ? 'ann' : 'bob';
    const opened = example(OpportunityOpened, { opportunityId: `op-${at}`, ownerId, pipelineId: 'p' });
    return [...fold(stageHistory, historyOf([opened]))].map(([key, { doc }]) => ({ key, doc, position: BigInt(at) }));
  });
  await store.commit([{ generation, view, checkpoint: { position: BigInt(count) }, writes }]);
  await store.activate(generation);
}

it('measures all histories of a pipeline, however many, and those of an owner only', async () => {
  await given(1_001);
  const found = async (ownerId?: string) => {
    const histories = await historiesOf(store, { pipelineId: 'p', ...(ownerId !== undefined && { ownerId }) });
    return new Set(histories.map(one => one.opportunityId)).size;
  };
  expect([await found(), await found('ann'), await found('bob'), await found('eve')]).toEqual([1_001, 501, 500, 0]);
  expect(await historiesOf(store, { pipelineId: 'q' })).toEqual([]);
});
