import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import fastify, { type FastifyRequest } from 'fastify';
import type { OpenSide } from '../framework/side.js';
import { bareRoutes, type BareRoute } from './bare-routes.js';

/**
 * The base of the commands: bare Fastify, ajv checking the same bodies, and the rows of the same size inserted with
 * group commit and the same durability. No domain, no idempotency, no order of revisions, no index: the least that a server
 * which takes these requests and keeps these bytes must do, written as fast as it plainly goes.
 */
export const open = (async ({ folder }: { readonly folder: string }) => {
  const db = new Database(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 4000');
  db.exec(
    'CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT, revision INTEGER, type TEXT, at INTEGER, id BLOB, data TEXT, metadata TEXT)',
  );
  const insert = db.prepare(
    'INSERT INTO events (stream, revision, type, at, id, data, metadata) VALUES (?, 0, ?, ?, ?, ?, ?)',
  );

  interface Waiting {
    readonly write: () => void;
    readonly resolve: () => void;
  }
  let waiting: Waiting[] = [];
  const writeAll = db.transaction((all: readonly Waiting[]) => {
    for (const { write } of all) write();
  });
  const flush = () => {
    const all = waiting;
    waiting = [];
    writeAll(all);
    for (const { resolve } of all) resolve();
  };
  const committed = (write: () => void) =>
    new Promise<void>(resolve => {
      if (waiting.push({ write, resolve }) === 1) setImmediate(flush);
    });

  const app = fastify();
  const serve = ({ path, record, schema, rows }: BareRoute) =>
    app.post(
      path,
      { schema: { body: schema } },
      async (request: FastifyRequest<{ Params: { id?: string }; Body: Record<string, unknown> }>, reply) => {
        const id = request.params.id ?? randomUUID();
        const now = new Date();
        const at = now.toISOString();
        const metadata = JSON.stringify({
          tenantId: 'main',
          actor: { id: 'bench', kind: 'api' },
          commandId: request.headers['idempotency-key'],
          correlationId: '01a2084d-812d-7d99-9e15-185d7f273983',
          ip: '127.0.0.1',
          schemaVersion: 1,
          occurredAt: at,
          commandHash: 'DMQS5ckw1zIenaVnve6eMmWoV-r0UWujZm9Q9arnS00',
          customerId: '01a2084d-799f-7358-b58a-e1f037b9275e',
        });
        const events = rows(id, request.body, at).map(({ type, data }) => ({
          type,
          eventId: randomBytes(16),
          text: JSON.stringify(data),
        }));
        await committed(() => {
          for (const { type, eventId, text } of events)
            insert.run(`${record}-${id}`, type, now.getTime(), eventId, text, metadata);
        });
        if (request.params.id === undefined) void reply.status(201);
        return {
          id,
          revision: events.length - 1,
          position: '0',
          events: events.map(({ type, eventId }) => ({ id: eventId.toString('hex'), type, revision: 0 })),
        };
      },
    );
  for (const route of bareRoutes) serve(route);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    info: (app.server.address() as AddressInfo).port,
    close: async () => {
      await app.close();
      db.close();
    },
  };
}) satisfies OpenSide<{ readonly folder: string }>;
