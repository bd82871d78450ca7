import { beforeEach, describe, expect, it } from '@jest/globals';
import { Registry } from '@touchstream/platform';
import type { RelayStatus, ViewStatus } from '@touchstream/projections';
import { loopMetrics, relayMetrics } from './loop-metrics.js';
import { projectionMetrics } from './projection-metrics.js';

const now = new Date().toISOString();
const life = { state: 'live', since: now, heartbeatAt: now, attempts: 0 } as const;
const view = (name: string, over: Partial<ViewStatus> = {}): ViewStatus => ({
  view: name,
  version: 1,
  state: 'live',
  head: 9n,
  lagEvents: 0,
  lagSeconds: 0,
  parked: { keys: 0, events: 0 },
  ...over,
});

describe('metrics of the projector', () => {
  let registry: Registry;
  beforeEach(() => {
    registry = new Registry();
  });
  /** The samples whose names begin so. */
  const samples = async (prefix: string) =>
    (await registry.metrics()).split('\n').filter(line => line.startsWith(prefix));

  it('tell of the views that this process folds, and no more of those it has left to others', async () => {
    let views = [view('one', { lagEvents: 3, lagSeconds: 1.5 }), view('two')];
    projectionMetrics(registry, () => ({ views }));
    expect(await samples('touchstream_projection_lag_')).toEqual([
      'touchstream_projection_lag_events{view="one"} 3',
      'touchstream_projection_lag_events{view="two"} 0',
      'touchstream_projection_lag_seconds{view="one"} 1.5',
      'touchstream_projection_lag_seconds{view="two"} 0',
    ]);
    views = [view('two')];
    expect(await samples('touchstream_projection_lag_')).toEqual([
      'touchstream_projection_lag_events{view="two"} 0',
      'touchstream_projection_lag_seconds{view="two"} 0',
    ]);
  });

  it('tell how long the oldest parked event has waited', async () => {
    const oldest = new Date(Date.now() - 90_000).toISOString();
    projectionMetrics(registry, () => ({ views: [view('one', { parked: { keys: 2, events: 5, oldest } })] }));
    const [keys, seconds] = await samples('touchstream_projection_parked_');
    expect(keys).toBe('touchstream_projection_parked_keys{view="one"} 2');
    expect(Number(seconds?.split(' ')[1])).toBeCloseTo(90, -1);
  });

  it('count what batches did, by what they were for', async () => {
    const observer = projectionMetrics(registry, () => ({ views: [] }));
    const batch = { group: 'views', position: 9n, events: 7, millis: 3 };
    const done = { view: 'one', documents: 3, writes: 2, parked: 0 };
    observer.onBatch?.({ ...batch, purpose: 'serve', views: [done] });
    observer.onBatch?.({ ...batch, purpose: 'build', views: [done, { ...done, view: 'two', writes: 1 }] });
    expect(await samples('touchstream_projection_events_total')).toEqual([
      'touchstream_projection_events_total{purpose="serve"} 7',
      'touchstream_projection_events_total{purpose="build"} 7',
    ]);
    expect(await samples('touchstream_projection_writes_total')).toEqual([
      'touchstream_projection_writes_total{view="one"} 4',
      'touchstream_projection_writes_total{view="two"} 1',
    ]);
  });

  it('tell of the relay where it works, not where it stands by', async () => {
    let state: RelayStatus['state'] = 'live';
    const status = (): RelayStatus => ({
      ...life,
      state,
      relay: 'public-feed',
      position: 7n,
      head: 9n,
      lagEvents: 2,
      lagSeconds: 4,
      skipped: { keys: 1, events: 3 },
      published: 12,
    });
    relayMetrics(registry, status);
    expect(await samples('touchstream_relay_')).toEqual([
      'touchstream_relay_lag_events 2',
      'touchstream_relay_lag_seconds 4',
      'touchstream_relay_skipped_events 3',
      'touchstream_relay_published_messages_total 12',
    ]);
    state = 'standby';
    expect(await samples('touchstream_relay_')).toEqual(['touchstream_relay_published_messages_total 12']);
    state = 'catching-up';
    expect(await samples('touchstream_relay_lag_events')).toEqual(['touchstream_relay_lag_events 2']);
  });

  it('tell which loops live', async () => {
    const hanging = new Date(Date.now() - 60_000).toISOString();
    const loops: ReturnType<Parameters<typeof loopMetrics>[1]> = [
      { loop: 'views', ...life },
      { loop: 'reactor', ...life, state: 'retrying', attempts: 4, heartbeatAt: hanging },
    ];
    loopMetrics(registry, () => loops);
    const ages = (await samples('touchstream_loop_heartbeat_age_seconds')).map(line => Number(line.split(' ')[1]));
    expect(ages[0]).toBeLessThan(30);
    expect(ages[1]).toBeGreaterThanOrEqual(60);
    expect(await samples('touchstream_loop_failed_attempts')).toEqual([
      'touchstream_loop_failed_attempts{loop="views"} 0',
      'touchstream_loop_failed_attempts{loop="reactor"} 4',
    ]);
    const on = (await samples('touchstream_loop_state')).filter(line => line.endsWith(' 1'));
    expect(on).toEqual([
      'touchstream_loop_state{loop="views",state="live"} 1',
      'touchstream_loop_state{loop="reactor",state="retrying"} 1',
    ]);
  });
});
