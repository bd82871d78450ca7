import { describe, expect, it } from '@jest/globals';
import { Health } from './health.js';

const up = { name: 'up', check: () => Promise.resolve() };
const down = { name: 'down', check: () => Promise.reject(new Error('away')) };

describe('an app', () => {
  it('is ready while what it needs answers, and tells of the rest', async () => {
    expect(await new Health([up, down], ['up']).ready()).toEqual({ ready: true, checks: { up: 'up', down: 'down' } });
    expect(await new Health([up, down], ['up', 'down']).ready()).toEqual({
      ready: false,
      checks: { up: 'up', down: 'down' },
    });
  });

  it('is not ready without a part that it needs', async () => {
    expect(await new Health([up], ['up', 'other']).ready()).toEqual({ ready: false, checks: { up: 'up' } });
  });

  it('is not ready any more when it is being stopped', async () => {
    const health = new Health([up], ['up']);
    health.drain();
    expect(await health.ready()).toEqual({ ready: false, checks: { app: 'draining' } });
  });
});
