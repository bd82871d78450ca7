import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { embedded, type Embedded } from '../testing/index.js';
import { LeaseLost, Tenure, type LeaseStore } from './tenure.js';

const TTL_MS = 300;
const terms = { holder: 'a', ttlMs: TTL_MS, isMine: async () => true };

describe('the time of a lease', () => {
  let engines: Embedded;
  /** The monotonic clock; timers go by the real one, and may not have noticed. */
  let now = 0;
  beforeEach(async () => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    engines = await embedded();
    // A store's first write takes longer than the rest.
    await engines.viewStore.acquire({ name: 'other', holder: 'a', ttlMs: 1 });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await engines.dispose();
  });

  const begun = async (over: Partial<typeof terms> = {}, store: LeaseStore = engines.viewStore) => {
    const tenure = await Tenure.begin(store, 'views', { ...terms, ...over });
    if (tenure === undefined) throw new Error('held by another');
    return tenure;
  };
  const viewLeases = async () => (await engines.viewStore.leases()).filter(({ name }) => name === 'views');
  const lost = async ({ signal }: Tenure) => {
    if (!signal.aborted) await once(signal, 'abort', { signal: AbortSignal.timeout(10_000) });
  };
  /** The store, one of whose answers comes only when the lease is over. */
  const lateAt = (time: number): LeaseStore => {
    const { viewStore } = engines;
    let asked = 0;
    return {
      acquire: async wanted => {
        const lease = await viewStore.acquire(wanted);
        asked += 1;
        if (asked === time) now += TTL_MS;
        return lease;
      },
      release: lease => viewStore.release(lease),
    };
  };

  it('is known to be over by who was held up, before any timer says so', async () => {
    const tenure = await begun();
    tenure.ensureHeld();
    now += TTL_MS;
    expect(tenure.signal.aborted).toBe(false);
    expect(() => tenure.ensureHeld()).toThrow(LeaseLost);
    await tenure.end();
  });

  it.each([
    ['taken', 1],
    ['prolonged', 2],
  ])('runs from when it was asked for, however late the answer that it is %s', async (_, time) => {
    const tenure = await begun({}, lateAt(time));
    await lost(tenure);
    await tenure.end();
  });

  it("ends when the lease is to be another's, and leaves it free", async () => {
    let isMine = true;
    const tenure = await begun({ isMine: async () => isMine });
    isMine = false;
    await lost(tenure);
    await tenure.end();
    expect(await viewLeases()).toEqual([]);
    expect(await Tenure.begin(engines.viewStore, 'views', { ...terms, isMine: async () => false })).toBeUndefined();
  });

  it('ends when another has it', async () => {
    const tenure = await begun();
    const [lease] = await viewLeases();
    await engines.viewStore.release(lease!);
    await engines.viewStore.acquire({ name: 'views', holder: 'b', ttlMs: 60_000 });
    await lost(tenure);
    await tenure.end();
    expect(await viewLeases()).toMatchObject([{ holder: 'b' }]);
  });

  it('ends when it was free meanwhile, though the same holder has it again', async () => {
    const tenure = await begun();
    const [lease] = await viewLeases();
    await engines.viewStore.release(lease!);
    await engines.viewStore.acquire({ name: 'views', holder: 'a', ttlMs: 60_000 });
    await lost(tenure);
    await tenure.end();
  });

  it('ends when it could not be prolonged', async () => {
    const tenure = await begun();
    await engines.viewStore.close();
    await lost(tenure);
    expect(() => tenure.ensureHeld()).toThrow(LeaseLost);
    await tenure.end();
  });
});
