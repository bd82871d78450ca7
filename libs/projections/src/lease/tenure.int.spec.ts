import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embedded, type Embedded } from '../testing/index.js';
import { LeaseLost, Tenure } from './tenure.js';

const TTL_MS = 300;
const terms = { holder: 'a', ttlMs: TTL_MS, isMine: async () => true };

describe('the time of a lease', () => {
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
    // A store's first write takes longer than the rest.
    await engines.viewStore.acquire({ name: 'other', holder: 'a', ttlMs: 1 });
  });
  afterEach(() => engines.dispose());

  const begun = async (over: Partial<typeof terms> = {}) => {
    const tenure = await Tenure.begin(engines.viewStore, 'views', { ...terms, ...over });
    if (tenure === undefined) throw new Error('held by another');
    return tenure;
  };
  const viewLeases = async () => (await engines.viewStore.leases()).filter(({ name }) => name === 'views');
  const lost = ({ signal }: Tenure) =>
    new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve());
    });

  it('is known to be over by who was held up, before any timer says so', async () => {
    const tenure = await begun();
    tenure.ensureHeld();
    const until = performance.now() + TTL_MS + 10;
    while (performance.now() < until);
    expect(tenure.signal.aborted).toBe(false);
    expect(() => tenure.ensureHeld()).toThrow(LeaseLost);
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

  it('ends when it could not be prolonged', async () => {
    const tenure = await begun();
    await engines.viewStore.close();
    await lost(tenure);
    expect(() => tenure.ensureHeld()).toThrow(LeaseLost);
    await tenure.end();
  });
});
