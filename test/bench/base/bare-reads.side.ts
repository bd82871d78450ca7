import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fastify from 'fastify';
import type { OpenSide } from '../framework/side.js';

/** The base of the reads: bare Fastify that answers a document's stored JSON as it comes from one prepared SELECT. */
export const open = (async ({ folder }: { readonly folder: string }) => {
  const db = new Database(join(folder, 'views.db'), { readonly: true });
  const generation = db
    .prepare<[], number>(`SELECT id FROM generations WHERE view = 'customer-360' AND state = 'active'`)
    .pluck()
    .get()!;
  const select = db
    .prepare<[string], string>(
      `SELECT b.body FROM documents_${generation} d CROSS JOIN bodies_${generation} b ON b.id = d.id WHERE d.key = ?`,
    )
    .pluck();
  const app = fastify();
  app.get<{ Params: { id: string } }>('/v1/customers/:id', (request, reply) => {
    const body = select.get(request.params.id);
    if (body === undefined) return reply.status(404).send();
    return reply.header('content-type', 'application/json; charset=utf-8').send(body);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    info: (app.server.address() as AddressInfo).port,
    close: async () => {
      await app.close();
      db.close();
    },
  };
}) satisfies OpenSide<{ readonly folder: string }>;
