import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '@touchstream/event-store';
import fastify, { type FastifyInstance } from 'fastify';
import { PublicEventsController } from './public-events.controller.js';

describe('a subscription to public events', () => {
  let folder: string;
  let events: SqliteEventStore;
  let app: FastifyInstance;
  /** Opens the way to the end of the feed, which the store is slow to tell. */
  let answer: () => void;
  let asked: Promise<void>;
  let served: Promise<void>[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'subscriptions-'));
    events = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    served = [];
    const opened = new Promise<void>(resolve => (answer = resolve));
    let isAsked: () => void;
    asked = new Promise<void>(resolve => (isAsked = resolve));
    const slow = new Proxy(events, {
      get: (store, name) => {
        if (name === 'head')
          return async () => {
            isAsked();
            await opened;
            return store.head();
          };
        const value = store[name as keyof SqliteEventStore] as unknown;
        return typeof value === 'function' ? (value.bind(store) as unknown) : value;
      },
    });
    const controller = new PublicEventsController(slow);
    app = fastify({ forceCloseConnections: true });
    app.get('/v1/events', (request, reply) => {
      served.push(controller.subscribe({}, request, reply));
    });
    app.addHook('preClose', done => {
      controller.onModuleDestroy();
      done();
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await app.close();
    await events.close();
    await rm(folder, { recursive: true });
  });

  it.each([1, 3])(
    'ends for a client that is gone before the store has told where it begins, asked %s times',
    async times => {
      const arrived = once(app.server, 'connection');
      const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
      client.write('GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(times));
      const [socket] = (await arrived) as [NodeJS.EventEmitter];
      await asked;
      const gone = once(socket, 'close');
      client.destroy();
      await gone;
      answer();
      expect(await Promise.all(served)).toHaveLength(times);
    },
  );
});
