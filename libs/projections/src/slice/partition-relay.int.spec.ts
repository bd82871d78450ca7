import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { append, chains, embedded, silentTopic, type Embedded } from '../testing/index.js';
import { createPartitionRelay } from './partition-relay.js';

const SOON = { timeoutMs: 10_000 };

describe('a partition relay', () => {
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(() => engines.dispose());

  it('begins while events are appended', async () => {
    await append(engines.eventStore, [{ pipeline: 'p', stages: ['s'] }]);
    const { eventStore } = engines;
    let appended = 0;
    const busy = new Proxy(eventStore, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (name !== 'head') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        return async () => {
          const head = await target.head();
          if (appended < 3) await append(target, [{ pipeline: `p${(appended += 1)}`, stages: ['s'] }]);
          return head;
        };
      },
    });
    const relay = createPartitionRelay({
      ...engines,
      name: 'feed',
      views: [chains],
      eventStore: busy,
      topic: silentTopic(4),
      tuning: { tickMs: 20, backoff: { firstMs: 5, mostMs: 50 } },
    });
    relay.start();
    try {
      await relay.whenCaughtUp(SOON);
      expect(relay.status().lastError).toBeUndefined();
    } finally {
      await relay.stop();
    }
  });
});
