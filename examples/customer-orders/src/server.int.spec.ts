import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openDatabase } from './database.js';
import { InboxTables } from './inbox-tables.js';
import { serve } from './server.js';

let db: Database.Database;
let server: Server;
beforeEach(async () => {
  db = openDatabase(':memory:');
  ({ server } = await serve({ db, inbox: new InboxTables(db), subscription: undefined as never, port: 0 }));
});
afterEach(async () => {
  db.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** The status of the answer to an address, which is sent as it is. */
async function get(address: string): Promise<number> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(answer.toString().split(' ')[1]);
}

it.each(['/customers/%', '/customers/%ff', '//'])('refuses the address %s, and goes on', async address => {
  expect([await get(address), await get('/customers')]).toEqual([400, 200]);
});

it('goes on where its file cannot be read', async () => {
  db.exec('DROP TABLE customers');
  expect([await get('/customers'), await get('/holds')]).toEqual([500, 200]);
});
