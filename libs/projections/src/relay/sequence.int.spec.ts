import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_STREAM, type EventToAppend } from '@touchstream/event-store';
import { embedded, toAppend, type Embedded } from '../testing/index.js';
import { Sequence, type Keyed } from './sequence.js';

const NAME = 'sales-process-p';
const BROKEN = 'broken';
/** An event of one stream, of this customer; without one its key is that of the process. */
const ofCustomer = (customer: string | undefined, at: number): EventToAppend => {
  const event = toAppend({ pipeline: 'p', stages: [] }, `event ${at}`, { ...(customer && { customerId: customer }) });
  return customer === BROKEN ? { ...event, metadata: new TextEncoder().encode('{') } : event;
};

describe('which event of a stream went before under the same key', () => {
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(() => engines.dispose());

  const written = async (customers: readonly (string | undefined)[]): Promise<readonly Keyed[]> => {
    await engines.eventStore.append(NAME, NO_STREAM, customers.map(ofCustomer));
    return customers.map((customer, revision) => ({
      stream: NAME,
      revision,
      key: customer === BROKEN ? undefined : (customer ?? 'p'),
    }));
  };

  it.each([
    [
      ['c1', 'c1', 'c1'],
      [undefined, undefined, undefined],
    ],
    // A call whose caller becomes known.
    [
      [undefined, 'c1', 'c1'],
      [undefined, -1, undefined],
    ],
    // A contact that is linked to a second customer and changed afterwards.
    [
      ['c1', 'c2', 'c1', 'c1', 'c2'],
      [undefined, -1, 0, undefined, 1],
    ],
    // What cannot be read counts as one of every key: it is missing, whatever it was.
    [
      ['c1', BROKEN, 'c2', 'c1'],
      [undefined, undefined, undefined, 1],
    ],
  ] as const)('of %j it is %j, whether remembered, forgotten, or given again', async (customers, expected) => {
    const events = await written(customers);
    const sequence = new Sequence(engines.eventStore);
    expect(await sequence.previous(events)).toEqual(expected);
    expect(await sequence.previous(events)).toEqual(expected);
    for (const [at, event] of events.entries())
      expect(await new Sequence(engines.eventStore).previous([event])).toEqual([expected[at]]);
  });

  it('is found however far back it lies', async () => {
    const customers = ['c1', ...Array.from({ length: 250 }, () => 'c2'), 'c1'];
    const events = await written(customers);
    expect(await new Sequence(engines.eventStore).previous(events.slice(-1))).toEqual([0]);
  });

  it('is found where others were passed over', async () => {
    const [first, , third] = await written(['c1', 'c2', 'c1']);
    const sequence = new Sequence(engines.eventStore);
    expect(await sequence.previous([first!])).toEqual([undefined]);
    expect(await sequence.previous([third!])).toEqual([0]);
  });

  it('is asked of the store only where it is not remembered', async () => {
    const events = await written(['c1', 'c1', 'c1', 'c1']);
    let reads = 0;
    const { eventStore } = engines;
    const sequence = new Sequence({
      readStream: (stream, options) => {
        reads += 1;
        return eventStore.readStream(stream, options);
      },
    });
    await sequence.previous(events.slice(0, 2));
    await sequence.previous(events.slice(2));
    expect(reads).toBe(0);
  });

  it('is remembered of so many streams to twice as many, the latest', async () => {
    const asked: string[] = [];
    const readStream = async (stream: string) => {
      asked.push(stream);
      return [];
    };
    const sequence = new Sequence({ readStream }, 3);
    const at = (revision: number, ...streams: string[]) => streams.map(stream => ({ stream, revision, key: 'c1' }));
    await sequence.previous(at(0, 'a', 'b', 'c', 'd', 'e'));
    await sequence.previous(at(1, 'b'));
    await sequence.previous(at(0, 'f', 'g'));
    await sequence.previous(at(2, 'b'));
    await sequence.previous(at(1, 'd', 'g'));
    expect(asked).toEqual([]);
    await sequence.previous(at(1, 'a', 'c'));
    expect(asked).toEqual(['a', 'c']);
  });
});
