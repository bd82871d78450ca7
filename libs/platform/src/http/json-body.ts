import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problems.js';

/**
 * Bodies are JSON and nothing else. Bytes that are no UTF-8 are refused, where Fastify's own parser would put
 * replacement characters in their place and so change what was sent. So are compressed ones, by what they are.
 */
export function readJsonBodies(fastify: FastifyInstance): void {
  const strict = fastify.getDefaultJsonParser('error', 'error');
  const lenient = fastify.getDefaultJsonParser('ignore', 'ignore');
  fastify.removeAllContentTypeParsers();
  fastify.addHook('preParsing', ({ headers: { 'content-encoding': encoding = IDENTITY } }, _reply, _payload, done) =>
    encoding.toLowerCase() === IDENTITY ? done() : done(encoded),
  );
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (!isUtf8(bytes)) return done(malformed('the body is not well-formed UTF-8'));
    const text = bytes.toString('utf8');
    void strict(request, text, (error, value) => {
      if (error === null) return done(null, value);
      // What only the strict parser refuses are the names that reach an object's prototype.
      void lenient(request, text, unreadable =>
        done(malformed(unreadable === null ? FORBIDDEN : 'the body is not well-formed JSON')),
      );
    });
  });
}

const IDENTITY = 'identity';
const encoded = new Problem('unsupported-media-type', 'the body must come as it is, without a Content-Encoding');
const FORBIDDEN = 'no field of the body may be named __proto__, nor constructor with a prototype in it';
const malformed = (detail: string) => new Problem('malformed-request', detail);
