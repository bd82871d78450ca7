import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { Problem } from './problems.js';
import { refuseLate, unhurried } from './unreadable-requests.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    takesFiles?: true;
  }
}

/** Largest file of an upload and largest field, in bytes, and how many fields. */
export const uploadLimits = { fileSize: 1_073_741_824, fields: 20, fieldSize: 1_048_576 };

/** An upload of which fewer bytes come from one look to the next has stalled. */
const LEAST = 65_536;
const LOOK_EVERY_MS = 30_000;

const FORMS = /^multipart\//i;

/** Refuses forms on every route but those of {@link takeFiles}. */
export function refuseForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(FORMS, (_request, _body, done) =>
    done(new Problem('unsupported-media-type', 'this route takes application/json')),
  );
}

export interface TakeFilesOptions {
  /** So many at a time. */
  readonly files: number;
  readonly lookEveryMs?: number;
}

/**
 * Declares a route that takes files, as `multipart/form-data`, streamed. What that needs, no other route is charged with.
 * An upload may take its time, but ends where it stalls.
 */
export function takeFiles(
  fastify: FastifyInstance,
  route: RouteOptions,
  { files, lookEveryMs = LOOK_EVERY_MS }: TakeFilesOptions,
): void {
  void fastify.register(async scope => {
    scope.removeContentTypeParser(FORMS);
    await scope.register(multipart, {
      limits: { ...uploadLimits, files },
      throwFileSizeLimit: true,
      preservePath: true,
    });
    // Those that were turned away do not come here.
    scope.addHook('preHandler', (request, reply, done) => {
      endWhereItStalls(request.raw, reply.raw, lookEveryMs);
      done();
    });
    // What still comes is read and dropped, so that the caller gets to the answer.
    scope.addHook('onResponse', ({ raw }, _reply, done) => {
      raw.unpipe().resume();
      done();
    });
    scope.route({ ...route, config: { takesFiles: true } });
  });
}

/** Ends a request that brings too little from one look to the next, or still goes on when it has been answered. */
function endWhereItStalls(request: IncomingMessage, response: ServerResponse, everyMs: number): void {
  const { socket } = request;
  unhurried.add(socket);
  let seen = socket.bytesRead;
  const look = setInterval(() => {
    if (response.headersSent) socket.destroy();
    else if (socket.bytesRead - seen < LEAST) refuseLate(socket);
    seen = socket.bytesRead;
  }, everyMs).unref();
  finished(request, () => {
    clearInterval(look);
    unhurried.delete(socket);
  });
}
