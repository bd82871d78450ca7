import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { uuidv7 } from '@touchstream/events';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
