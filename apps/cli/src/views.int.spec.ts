import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { viewsCommand } from './views.js';

describe('touchstream views parked', () => {
  let server: Server;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer(({ url = '' }, response) => {
      asked.push(url);
      const after = Number(new URL(url, 'http://localhost').searchParams.get('after') ?? 0);
      const next = after < 2 ? String(after + 1) : null;
      response.end(JSON.stringify({ items: [{ position: String(after) }], next }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    server.close();
  });

  it('lists what is parked on all pages', async () => {
    const printed: unknown[] = [];
    jest.spyOn(console, 'log').mockImplementation(line => void printed.push(JSON.parse(String(line))));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    await viewsCommand.parseAsync(['parked', 'calls', '--key', 'a', '--url', url, '--json'], { from: 'user' });
    expect(printed).toEqual([{ items: [{ position: '0' }, { position: '1' }, { position: '2' }] }]);
    const path = '/v1/projections/calls/parked?limit=200&key=a';
    expect(asked).toEqual([path, `${path}&after=1`, `${path}&after=2`]);
  });
});
