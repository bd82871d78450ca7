import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { uuidv7 } from '@touchstream/events';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem-of.js';
import { Problem } from './problems.js';

/** Answers what Fastify refuses before any route is found: an address that cannot be decoded or is too long. */
export function refuseAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  void reply
    .status(problem.status)
    .header('x-correlation-id', request.id)
    .header('content-type', Problem.mediaType)
    .send(problem.body(request.id));
}

const malformed = (detail: string) => new Problem('malformed-request', detail);
const noHost = malformed('a request of HTTP/1.1 names its Host');
const unknownExpectation = malformed('no expectation can be met but 100-continue');
const unreadableQuery = malformed('the query is not well-formed: it cannot be decoded');

/**
 * Refuses what Node would answer itself and with no body, a missing `Host` and an unknown `Expect`, and a query in which
 * Fastify would leave as text what it cannot decode.
 */
export function refuseUnreadable(fastify: FastifyInstance): void {
  const { server } = fastify;
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  fastify.addHook('onRequest', (request, _reply, done) => done(faultOf(request.raw)));
}

function faultOf({ httpVersion, headers: { host, expect }, url = '' }: IncomingMessage): Problem | undefined {
  if (host === undefined && httpVersion === '1.1') return noHost;
  if (expect !== undefined && !/100-continue/i.test(expect)) return unknownExpectation;
  const query = url.indexOf('?');
  return query === -1 || canBeDecoded(url.slice(query)) ? undefined : unreadableQuery;
}

function canBeDecoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== '';
  } catch {
    return false;
  }
}

const LATE = 'ERR_HTTP_REQUEST_TIMEOUT';
const DETAILS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'the headers are larger than this server takes',
  [LATE]: 'the request did not arrive in time',
};

/** Connections on which a request has more time to arrive than others. Who adds one ends what never arrives. */
export const unhurried = new WeakSet<Socket>();

/** Answers what Node's HTTP parser cannot read, and ends the connection. */
export function refuseConnection({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === LATE && unhurried.has(socket)) return;
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  refuse(socket, DETAILS[code] ?? 'the request line or a header cannot be read');
}

/** Answers a request that does not arrive in time, and ends the connection. */
export const refuseLate = (socket: Socket): void => refuse(socket, DETAILS[LATE]!);

/** Connections that end. What still comes on one cannot be read either. */
const refused = new WeakSet<Socket>();

function refuse(socket: Socket, detail: string): void {
  if (refused.has(socket)) return;
  refused.add(socket);
  afterAnswers(socket, () => answer(socket, detail));
}

/** What Node knows of a connection: the answer that has its turn. The requests behind that one wait for it. */
type Answering = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Requests that were read are answered first, or the answer to this one would be taken for theirs. An answer that has
 * begun may be a stream without an end: it breaks off, for nothing else can be said within it.
 */
function afterAnswers(socket: Answering, then: () => void): void {
  const current = socket._httpMessage;
  if (!current) return then();
  if (current.headersSent && !current.writableEnded) return void socket.destroy();
  if (!current.req.complete) return then();
  current.once('finish', () => afterAnswers(socket, then));
}

function answer(socket: Socket, detail: string): void {
  if (!socket.writable) return;
  const correlationId = uuidv7();
  const body = new Problem('malformed-request', detail).body(correlationId);
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      `Content-Type: ${Problem.mediaType}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Correlation-Id: ${correlationId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  // Else the connection would last until its other side ends it too.
  socket.destroySoon();
}
