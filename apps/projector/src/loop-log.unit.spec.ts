import { describe, expect, it } from '@jest/globals';
import { createLogger, type Logger } from '@touchstream/platform';
import { FeedWentBackwards, type StateChange } from '@touchstream/projections';
import { ViewStoreUnavailable } from '@touchstream/view-store';
import { loopLog } from './loop-log.js';
import { projectionLog, relayLog } from './projection-metrics.js';

type Told = StateChange & { readonly loop: string };
const logs = {
  feed: (logger: Logger, change: Told) => loopLog(logger, 'feed')(change),
  projector: (logger: Logger, change: Told) => projectionLog(logger).onState?.(change),
  relay: (logger: Logger, change: Told) => relayLog(logger).onState?.(change),
};
const logged = (change: StateChange, kind: keyof typeof logs = 'feed') => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('test', 'info', { write: line => void lines.push(JSON.parse(line)) });
  logs[kind](logger, { loop: 'loop', ...change });
  return lines;
};

describe('the log of a projector', () => {
  it('says where a build goes on without a temporary file', () => {
    const lines: unknown[] = [];
    const logger = createLogger('test', 'info', { write: line => void lines.push(JSON.parse(line)) });
    projectionLog(logger).onTrouble?.({ group: 'views-1-of-4', reason: 'Error ENOSPC' });
    expect(lines).toMatchObject([{ level: 'warn', group: 'views-1-of-4', reason: 'Error ENOSPC' }]);
  });
});

describe('the log of a loop', () => {
  it.each(['projector', 'relay', 'feed'] as const)('names what a %s failed of, as an error', kind => {
    const change = { from: 'live', to: 'failed', error: new FeedWentBackwards(3n, 9n) } as const;
    expect(logged(change, kind)).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: `${kind} state`,
        loop: 'loop',
        from: 'live',
        to: 'failed',
        error: 'FeedWentBackwards',
      }),
    ]);
  });

  it('warns of what is tried again, and says why an engine is away', () => {
    const error = new ViewStoreUnavailable('MongoDB: no server can be reached (ECONNREFUSED)');
    expect(logged({ from: 'live', to: 'retrying', error })).toMatchObject([
      { level: 'warn', error: 'ViewStoreUnavailable', reason: 'MongoDB: no server can be reached (ECONNREFUSED)' },
    ]);
  });

  it('leaves out the words of any other error', () => {
    const error = new TypeError('ann@example.com is not a function');
    expect(JSON.stringify(logged({ from: 'live', to: 'retrying', error }))).not.toContain('ann');
    expect(logged({ from: 'live', to: 'retrying', error })).toMatchObject([{ error: 'TypeError' }]);
  });

  it('tells of what is well as an information', () => {
    const [line] = logged({ from: 'starting', to: 'live' });
    expect(line).toMatchObject({ level: 'info', from: 'starting', to: 'live' });
    expect(line).not.toHaveProperty('error');
  });
});
