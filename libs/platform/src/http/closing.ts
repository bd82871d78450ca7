import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Requests that are running when the server is closed have so long to end. */
const DRAIN_MS = 5_000;

/**
 * Lets the server close in bounded time. Node waits for connections on which nothing was ever sent, such as browsers
 * open in advance, as long as for a request; here they are ended at once, and whatever else there is after a while.
 */
export function closePromptly(fastify: FastifyInstance): void {
  const silent = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  fastify.server.on('request', ({ socket }) => silent.delete(socket));
  let closing = false;
  // Kept alive after the answer, the connection would be waited for.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('preClose', done => {
    closing = true;
    for (const socket of silent) socket.destroy();
    setTimeout(() => fastify.server.closeAllConnections(), DRAIN_MS).unref();
    done();
  });
}
