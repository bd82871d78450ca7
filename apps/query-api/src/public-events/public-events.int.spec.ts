import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NO_STREAM, SqliteEventStore } from '@touchstream/event-store';
import { contractOf, CustomerRestored, encode } from '@touchstream/events';
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
      const subscribed = controller.subscribe(request.query as object, request, reply);
      served.push(subscribed);
      return subscribed;
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

  const { type } = CustomerRestored;
  const { example } = contractOf(CustomerRestored);
  const append = (stream: string) =>
    events.append(stream, NO_STREAM, [
      {
        id: randomUUID(),
        type,
        data: encode(example),
        metadata: encode({
          schemaVersion: 1,
          tenantId: 'main',
          occurredAt: '2026-03-01T10:00:00.000Z',
          actor: { id: 'ann', kind: 'user' },
          correlationId: 'correlation',
          commandId: 'command',
          commandHash: 'hash',
        }),
      },
    ]);
  /** A client that keeps the last id, as an `EventSource` does. */
  const connected = async (query = '', lastEventId?: string) => {
    const { port } = app.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/v1/events${query}`, {
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const ids = () => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id!);
    return {
      ids,
      events: () => [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name),
      until: async (condition: () => boolean) => {
        while (!condition()) {
          const { done, value } = await reader.read();
          if (done) throw new Error(`the stream ended after ${text}`);
          text += value;
        }
      },
      close: () => reader.cancel(),
    };
  };

  it.each(['customer-before', undefined])(
    'misses nothing where it is lost before a first event; the last one before it: %s',
    async before => {
      answer();
      if (before !== undefined) await append(before);
      const first = await connected();
      await first.until(() => first.ids().length === 1);
      await first.close();
      expect(first.ids()).toEqual([before === undefined ? '-1' : '0']);
      await append('customer-meanwhile');
      const second = await connected('', first.ids()[0]);
      await second.until(() => second.events().length === 1);
      await second.close();
      expect(second.events()).toEqual([`crm.${type}.v1`]);
    },
  );

  it('tells how far it has been read, what it left out included, while nothing comes', async () => {
    answer();
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'setTimeout'] });
    try {
      const stream = await connected('?customerId=another');
      await stream.until(() => stream.ids().length === 1);
      const { position } = await append('customer-one');
      while (stream.ids().at(-1) !== String(position)) {
        const told = stream.ids().length;
        jest.advanceTimersByTime(15_000);
        await stream.until(() => stream.ids().length > told);
      }
      await stream.close();
      expect(stream.events()).toEqual([]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('turns a client away while a hundred are subscribed, and takes the next one when one of them has gone', async () => {
    answer();
    const streams = await Promise.all(Array.from({ length: 100 }, () => connected()));
    await Promise.all(streams.map(stream => stream.until(() => stream.ids().length === 1)));
    await (await connected()).close();
    await expect(served.at(-1)).rejects.toMatchObject({ kind: 'overloaded', status: 503, more: { retryAfter: 10 } });
    await streams[0]!.close();
    await Promise.race(served.slice(0, 100));
    const next = await connected();
    await next.until(() => next.ids().length === 1);
    await Promise.all([...streams.slice(1), next].map(stream => stream.close()));
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
