import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { view, type View } from '@touchstream/views';
import { ProjectionGroup } from '../group/index.js';
import { append, chains, embedded, parkedOf, toAppend, type Embedded, type Happening } from '../testing/index.js';
import { allEvents, differing, parkedFrom } from './index.js';

const published = (pipeline: string, ...ids: string[]): Happening => ({ pipeline, stages: ids });

/** Cannot fold a process with a stage `bad`. */
const fragile = view({
  ...(chains as View),
  on: {
    'sales-process.published': (doc, event, key) => {
      if (event.data.stages.some(({ id }) => id === 'bad')) throw new RangeError('bad');
      return chains.on['sales-process.published']?.(doc as never, event, key) ?? null;
    },
  },
});

describe('the comparison of a view with the events', () => {
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(() => engines.dispose());

  const built = async (of: View) => {
    const { eventStore, viewStore } = engines;
    const group = new ProjectionGroup({ name: 'test', views: [of], eventStore, viewStore });
    group.start();
    await group.whenCaughtUp({ timeoutMs: 10_000 });
    await group.stop();
  };
  const compared = async (of: View) => {
    const { eventStore, viewStore } = engines;
    return differing(viewStore, of, await allEvents(eventStore), await parkedFrom(viewStore, of));
  };

  it('takes what waits for a parked event as it was before, and tells of the rest', async () => {
    const { eventStore } = engines;
    await append(eventStore, [published('p', 'a'), published('q', 'a')]);
    await eventStore.append('sales-process-p', 0, [
      { ...toAppend(published('p', 'b'), 'damaged'), data: Buffer.from('{') },
    ]);
    await append(eventStore, [published('p', 'c'), published('q', 'bad'), published('q', 'b'), published('r', 'a')]);
    await built(fragile);
    expect((await parkedOf(engines.viewStore, fragile)).map(({ key }) => key)).toEqual([
      'stream:sales-process-p',
      'stream:sales-process-p',
      'q',
      'q',
    ]);
    expect(await compared(fragile)).toBe(0);
    // One that the view has not folded.
    await append(eventStore, [published('r', 'b'), published('s', 'a')]);
    expect(await compared(fragile)).toBe(2);
  });
});
