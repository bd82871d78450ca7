import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inbox, is, MemoryInboxStorage, subscribeOverHttp, type Hold, type PublicEvent } from '@touchstream/consumer';
import { Api, commander, type Commander } from '../fixtures/api.js';
import { TestServer } from '../fixtures/server.js';

describe('a service that subscribes over HTTP', () => {
  let server: TestServer;
  let run: Commander;
  const storage = new MemoryInboxStorage();
  const handled: PublicEvent[] = [];
  const held: Hold[] = [];
  const news = new EventEmitter();

  beforeAll(async () => {
    server = await TestServer.start();
    run = commander(server.client, await Api.of(server.client));
  });
  afterAll(() => server.dispose());

  /** Reads until this one has come, and ends. */
  const readUntil = async (id: string | undefined) => {
    const ending = new AbortController();
    const inbox = new Inbox({
      storage,
      begin: 'at the start',
      handle: event => {
        handled.push(event);
        news.emit('news');
      },
      observer: { onHeld: hold => held.push(hold) },
    });
    const reading = subscribeOverHttp({ url: server.url, inbox, storage, signal: ending.signal });
    while (handled.at(-1)?.id !== id) await once(news, 'news');
    ending.abort();
    await reading;
  };

  it('gets every event once and in order, through connections that end', async () => {
    const expected: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      const { id, events } = await run('RegisterCustomer', undefined, {
        kind: 'business',
        name: `C${at}`,
        country: 'DE',
      });
      const subject = { customerId: id, channel: 'phone', direction: 'inbound', subject: 'Call' };
      const touched = await run('LogInteraction', undefined, subject);
      expected.push(...[...events, ...touched.events].map(one => one.id));
      await readUntil(expected.at(-1));
    }
    expect(handled.map(one => one.id).filter(id => expected.includes(id))).toEqual(expected);
    expect(new Set(handled.map(one => one.id)).size).toBe(handled.length);
    expect(held).toEqual([]);
    const registered = handled.find(one => is(one, 'customer.registered'));
    expect(registered).toMatchObject({ type: 'crm.customer.registered.v1', revision: 0, previous: -1 });
    expect(registered?.key).toBe(registered?.customerId);
  });

  it('goes on when the server is there again', async () => {
    await server.restart();
    run = commander(server.client, await Api.of(server.client));
    const later = await run('RegisterCustomer', undefined, { kind: 'business', name: 'Later', country: 'DE' });
    await readUntil(later.events.at(-1)?.id);
    expect(handled.at(-1)?.type).toBe('crm.customer.registered.v1');
  });
});
