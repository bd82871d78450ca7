import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embedded, type Embedded } from '../testing/index.js';
import { LeaseLost, Tenure } from './tenure.js';

const terms = { holder: 'a', ttlMs: 100, isMine: async () => true };

describe('the time of a lease', () => {
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(() => engines.dispose());

  const begun = async (over: Partial<typeof terms> = {}) => {
    const tenure = await Tenure.begin(engines.viewStore, 'views', { ...terms, ...over });
    if (tenure === undefined) throw new Error('held by another');
    return tenure;
  };
  const lost = ({ signal }: Tenure) =>
    new Promise<void>(resolve => {
      signal.addEventListener('abort', () => resolve());
    });

  it('is known to be over by who was held up, before any timer says so', async () => {
    const tenure = await begun();
    tenure.ensureHeld();
    const until = performance.now() + 110;
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
    expect(await engines.viewStore.leases()).toEqual([]);
    expect(await Tenure.begin(engines.viewStore, 'views', { ...terms, isMine: async () => false })).toBeUndefined();
  });

  it('ends when another has it', async () => {
    const tenure = await begun();
    const [lease] = await engines.viewStore.leases();
    await engines.viewStore.release(lease!);
    await engines.viewStore.acquire({ name: 'views', holder: 'b', ttlMs: 60_000 });
    await lost(tenure);
    await tenure.end();
    expect(await engines.viewStore.leases()).toMatchObject([{ holder: 'b' }]);
  });

  it('ends when it could not be prolonged', async () => {
    const tenure = await begun();
    await engines.viewStore.close();
    await lost(tenure);
    expect(() => tenure.ensureHeld()).toThrow(LeaseLost);
    await tenure.end();
  });
});
