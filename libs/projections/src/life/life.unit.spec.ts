import { describe, expect, it } from '@jest/globals';
import { EventStoreFenced } from '@touchstream/event-store';
import { StaleCommit } from '@touchstream/view-store';
import { Conditions } from '../waiting/conditions.js';
import { pauseBefore } from './backoff.js';
import { FeedWentBackwards } from './errors.js';
import { Life } from './life.js';
import { lifeStates, lifeTransitions, type LifeState } from './state.js';

const backoff = { firstMs: 1, mostMs: 4 };
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve());
  });

/** A life whose runs are given one by one; the last one goes on until it is stopped. */
function lifeOf(...runs: ((life: Life) => Promise<void>)[]) {
  const seen: LifeState[] = [];
  const changes = new Conditions();
  const left = [...runs];
  const life: Life = new Life({
    run: signal => left.shift()?.(life) ?? untilAborted(signal),
    backoff,
    onState: ({ to }) => {
      seen.push(to);
      changes.changed();
    },
  });
  const reached = (...states: LifeState[]) =>
    changes.until(() => states.every((state, at) => seen[at] === state), { timeoutMs: 5000 });
  return { life, seen, reached };
}

describe('the life of a loop', () => {
  it('can only take the ways that its table has', () => {
    const { life } = lifeOf();
    expect(() => life.enter('live')).toThrow('stopped cannot become live');
    for (const from of lifeStates) for (const to of lifeTransitions[from]) expect(lifeStates).toContain(to);
    const without = lifeStates.filter(from => !lifeTransitions[from].includes('stopped'));
    expect(without).toEqual(['stopped']);
  });

  it('starts, stops and starts again', async () => {
    const { life, seen } = lifeOf();
    life.start();
    life.start();
    await life.stop();
    life.start();
    await life.stop();
    expect(seen).toEqual(['starting', 'stopped', 'starting', 'stopped']);
  });

  it('tries again after an error, for as long as it takes', async () => {
    const failing = async () => {
      throw Object.assign(new Error('not for logs'), { code: 'E_GONE' });
    };
    const { life, reached } = lifeOf(failing, failing, failing);
    life.start();
    await reached('starting', 'retrying', 'starting', 'retrying', 'starting', 'retrying', 'starting');
    expect(life.status()).toMatchObject({ attempts: 3, lastError: { name: 'Error E_GONE' } });
    expect(life.status().retryAt).toBeUndefined();
    life.succeeded();
    expect(life.status().attempts).toBe(0);
    await life.stop();
  });

  const final = [new StaleCommit('gone on'), new FeedWentBackwards(3n, 9n), new EventStoreFenced('lost events')];
  it.each(final)('fails for good on %s', async error => {
    const failing = async (life: Life) => {
      life.enter('live');
      throw error;
    };
    const { life, seen, reached } = lifeOf(failing);
    life.start();
    await reached('starting', 'live', 'failed');
    expect(life.isRunning).toBe(false);
    life.start();
    await life.stop();
    expect(seen.slice(3)).toEqual(['starting', 'stopped']);
  });

  it('is stopped while it pauses', async () => {
    const changes = new Conditions();
    const life = new Life({
      run: async () => {
        throw new Error('down');
      },
      backoff: { firstMs: 60_000, mostMs: 60_000 },
      onState: () => changes.changed(),
    });
    life.start();
    await changes.until(() => life.status().retryAt !== undefined, { timeoutMs: 5000 });
    expect(Date.parse(life.status().retryAt ?? '') - Date.now()).toBeGreaterThan(20_000);
    await life.stop();
    expect(life.status().state).toBe('stopped');
  });
});

describe('the pause before another attempt', () => {
  it('doubles up to the most, a random half to the whole of it', () => {
    const grow = { firstMs: 100, mostMs: 1000 };
    const pauses = (random: number) => [1, 2, 3, 4, 5, 100].map(attempt => pauseBefore(attempt, grow, () => random));
    expect(pauses(1)).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(pauses(0)).toEqual([50, 100, 200, 400, 500, 500]);
  });
});
