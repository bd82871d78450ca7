import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.js';

const otherMethod = new Problem(
  'method-not-allowed',
  'the address does not take this method; `Allow` names those it takes',
);

/** Refuses a request whose address has routes, but none of its method, and names the methods that it has. */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const allowed = fastify.supportedMethods.filter(method => fastify.findRoute({ method, url: request.url }) !== null);
    if (allowed.length === 0) return done();
    void reply.header('allow', allowed.sort().join(', '));
    done(otherMethod);
  });
}

/** Serves HEAD where GET tells of health, as watchers ask. Any other read would cost as much, and a stream would not end. */
export function answerHeadOfHealth(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', route => {
    if (route.method === 'GET' && route.url.startsWith('/health/'))
      fastify.route({ ...route, method: 'HEAD', schema: { hide: true } as object });
  });
}
