import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Database from 'better-sqlite3';
import type { Subscription } from '@touchstream/consumer';
import type { InboxTables } from './inbox-tables.js';
import { customersAfter, revenueOf } from './orders.js';

export interface Served {
  /** For reading: its own connection sees what is committed only. */
  readonly db: Database.Database;
  readonly inbox: InboxTables;
  readonly subscription: Subscription;
  readonly port: number;
}

const PAGE = 100;

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
}

/** The address that is asked for; undefined where it cannot be read. */
function addressOf({ url = '/' }: IncomingMessage): URL | undefined {
  try {
    const address = new URL(url, 'http://localhost');
    decodeURIComponent(address.pathname);
    return address;
  } catch {
    return undefined;
  }
}

/**
 * `GET /customers?after=`, `GET /customers/{id}`, `GET /holds`, `POST /holds/release?topic=&key=&how=`. On loopback: it has no sign-in.
 */
export async function serve({ db, inbox, subscription, port }: Served): Promise<{ server: Server; url: string }> {
  const routes: readonly [string, RegExp, (url: URL, name: string) => unknown][] = [
    ['GET', /^\/customers$/, url => ({ items: customersAfter(db, url.searchParams.get('after') ?? '', PAGE) })],
    ['GET', /^\/customers\/([^/]+)$/, (_, customerId) => ({ customerId, revenue: revenueOf(db, customerId) })],
    ['GET', /^\/holds$/, () => ({ items: inbox.holds() })],
    [
      'POST',
      /^\/holds\/release$/,
      async ({ searchParams }) => {
        const name = { topic: searchParams.get('topic') ?? '', key: searchParams.get('key') ?? '' };
        await subscription.release(name, searchParams.get('how') === 'do without' ? 'do without' : 'try again');
        return name;
      },
    ],
  ];
  const server = createServer((request, response) => {
    const url = addressOf(request);
    if (url === undefined) return answer(response, 400, { title: 'the address cannot be read' });
    const found = routes.find(([method, path]) => method === request.method && path.test(url.pathname));
    if (found === undefined) return answer(response, 404, { title: 'there is no such route' });
    const [, path, handle] = found;
    const name = decodeURIComponent(path.exec(url.pathname)?.[1] ?? '');
    const handled = async () => handle(url, name);
    handled().then(
      body => answer(response, 200, body),
      () => answer(response, 500, { title: 'it failed' }),
    );
    return undefined;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
