import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Inbox, MemoryInboxStorage } from '../inbox/index.js';
import { subscribeOverHttp } from './subscribe-over-http.js';

const CONNECTED = ': connected\n\n';
const FIRST_MS = 20;
/** A timer may be early by a part of a millisecond. */
const EARLY_MS = 2;

const event = (position: number) => {
  const attributes = {
    specversion: '1.0',
    id: `e${position}`,
    type: 'crm.order.placed.v1',
    source: '/touchstream/main',
    time: '2026-03-01T10:00:00.000Z',
    subject: `order-${position}`,
    schemaversion: '1',
    streamrevision: '0',
    position: String(position),
    recordedat: '2026-03-01T10:00:01.000Z',
    correlationid: 'c',
    actorkind: 'user',
    datacontenttype: 'application/json',
  };
  return `id: ${position}\nevent: ${attributes.type}\ndata: ${JSON.stringify({ ...attributes, data: {} })}\n\n`;
};

describe('a subscription over HTTP', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  /** What a service sees of a server whose connections give these one after the other, and end; it stops with the last of them. */
  async function read(connections: readonly string[]) {
    const ending = new AbortController();
    const seen: string[] = [];
    const at: number[] = [];
    server = createServer((_, response) => {
      seen.push('connected');
      at.push(performance.now());
      if (at.length > connections.length) ending.abort();
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      response.end(CONNECTED + (connections[at.length - 1] ?? ''));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const storage = new MemoryInboxStorage();
    await subscribeOverHttp({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      inbox: new Inbox({ storage, begin: 'at the start', handle: ({ id }) => void seen.push(id) }),
      storage,
      signal: ending.signal,
      pauseMs: { first: FIRST_MS, most: 3 * FIRST_MS },
      onAway: ({ message }) => {
        seen.push(message);
        if (at.length === connections.length) ending.abort();
      },
    });
    return { seen, pauses: at.slice(1).map((one, before) => one - at[before]!) };
  }

  it('pauses, longer each time, before it connects again where a connection gave nothing', async () => {
    const { seen, pauses } = await read(['', '', '', '', '']);
    const away = 'the connection ended before an event came';
    expect(seen).toEqual(Array.from({ length: 5 }, () => ['connected', away]).flat());
    for (const [at, times] of [1, 2, 3, 3].entries())
      expect(pauses[at]).toBeGreaterThanOrEqual(times * FIRST_MS - EARLY_MS);
  });

  it('connects again at once where one gave something', async () => {
    const { seen } = await read([event(1), event(2), '']);
    expect(seen.slice(0, 5)).toEqual(['connected', 'e1', 'connected', 'e2', 'connected']);
  });
});
