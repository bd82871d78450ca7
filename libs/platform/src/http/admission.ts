import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { correlationIdOf } from './headers.js';
import { Problem } from './problems.js';

/** Commands under way at a time: enough to share their commits, few enough to be answered soon. */
const MOST = 128;

const overloaded = new Problem('overloaded', 'the server is at work on as many commands as it takes at a time', {
  retryAfter: 1,
});

/** Written by hand: what turning one away costs is taken from those who are served. */
function turnAway({ headers }: IncomingMessage, response: ServerResponse): void {
  const correlationId = correlationIdOf(headers);
  const body = overloaded.body(correlationId);
  response
    .writeHead(overloaded.status, [
      'content-type',
      Problem.mediaType,
      'content-length',
      String(Buffer.byteLength(body)),
      'retry-after',
      String(overloaded.more.retryAfter),
      'x-correlation-id',
      correlationId,
    ])
    .end(body);
}

export interface CommandLimit {
  /** Commands under way at a time, at most; 128 where left out. */
  readonly most?: number;
  readonly onTurnedAway: () => void;
}

/**
 * Turns commands away while too many are under way, before anything else is done for them. A queue would help nobody: all
 * would wait, and be answered too late. Reads are short and never wait for one another.
 */
export function limitCommands(server: Server, { most = MOST, onTurnedAway }: CommandLimit): void {
  const [handle] = server.listeners('request') as RequestListener[];
  let underWay = 0;
  const ended = () => {
    underWay -= 1;
  };
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.method !== 'POST') return handle!(request, response);
    if (underWay >= most) {
      onTurnedAway();
      return turnAway(request, response);
    }
    underWay += 1;
    response.once('close', ended);
    handle!(request, response);
  });
}
