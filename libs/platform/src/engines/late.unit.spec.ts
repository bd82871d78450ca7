import { describe, expect, it } from '@jest/globals';
import { late, type Engine } from './late.js';

interface Store extends Engine {
  get(key: string): Promise<string>;
  follow(from: number): AsyncIterable<number>;
}

const answers = { get: 'once', follow: 'stream', ping: 'once' } as const;

class MemoryStore implements Store {
  closed = 0;
  async get(key: string): Promise<string> {
    return `${key} of ${this.closed}`;
  }
  async *follow(from: number): AsyncGenerator<number> {
    yield from + 1;
  }
  async ping(): Promise<void> {}
  async close(): Promise<void> {
    this.closed += 1;
  }
}

const opening = () => {
  let resolve!: (store: Store) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<Store>((...settle) => ([resolve, reject] = settle));
  const gaveUp: string[] = [];
  const port = late(promise, {
    answers,
    away: () => new Error('away'),
    giveUp: () => {
      gaveUp.push('given up');
      reject(new Error('aborted'));
    },
  });
  return { port, resolve, gaveUp };
};
const first = async (stream: AsyncIterable<number>) => {
  for await (const one of stream) return one;
  throw new Error('it ended');
};

describe('an engine that is still being opened', () => {
  it('fails each call, and works from then on when it is there', async () => {
    const { port, resolve } = opening();
    await expect(port.get('a')).rejects.toThrow('away');
    await expect(port.ping()).rejects.toThrow('away');
    await expect(first(port.follow(1))).rejects.toThrow('away');
    resolve(new MemoryStore());
    await Promise.resolve();
    expect([await port.get('a'), await first(port.follow(1))]).toEqual(['a of 0', 2]);
  });

  it('is closed when it is there', async () => {
    const { port, resolve } = opening();
    const store = new MemoryStore();
    resolve(store);
    await port.ping().catch(() => undefined);
    await port.close();
    expect(store.closed).toBe(1);
  });

  it('is given up when it is closed before, and fails its calls still', async () => {
    const { port, gaveUp } = opening();
    await port.close();
    expect(gaveUp).toEqual(['given up']);
    await expect(port.get('a')).rejects.toThrow('away');
  });

  it('is closed as soon as it is there, where that was asked for before', async () => {
    const store = new MemoryStore();
    let there!: (store: Store) => void;
    const port = late(new Promise<Store>(resolve => (there = resolve)), {
      answers,
      away: () => new Error('away'),
      giveUp: () => undefined,
    });
    const closing = port.close();
    there(store);
    await closing;
    expect(store.closed).toBe(1);
  });
});
