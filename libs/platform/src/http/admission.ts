import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FastifyInstance, preValidationHookHandler } from 'fastify';
import { correlationIdOf } from './headers.js';
import { Problem } from './problems.js';

/** Commands under way at a time: enough to share their commits, few enough to be answered soon. */
const MOST = 64;

const overloaded = new Problem('overloaded', 'the server is at work on as many commands as it takes at a time', {
  retryAfter: 1,
});

/** The body of the answer, around the correlation id. All of it is ASCII. */
const [BEFORE, AFTER] = overloaded.body('@').split('@') as [string, string];

/** Written by hand: what turning one away costs is taken from those who are served. */
function turnAway({ headers }: IncomingMessage, response: ServerResponse): void {
  const correlationId = correlationIdOf(headers);
  const body = BEFORE + correlationId + AFTER;
  response
    .writeHead(overloaded.status, [
      'content-type',
      Problem.mediaType,
      'content-length',
      String(body.length),
      'retry-after',
      String(overloaded.more.retryAfter),
      'x-correlation-id',
      correlationId,
    ])
    .end(body, 'latin1');
}

export interface CommandLimit {
  /** Commands under way at a time, at most; 64 where left out. */
  readonly most?: number;
  readonly onTurnedAway: () => void;
}

/**
 * Turns commands away while too many are under way, before anything else is done for them. A longer queue would help
 * nobody: all would wait, and be answered too late. A command is under way from when its body is there, so that callers
 * who send theirs slowly keep no others out. Reads are short and never wait for one another. For routes that are declared
 * later.
 */
export function limitCommands(fastify: FastifyInstance, { most = MOST, onTurnedAway }: CommandLimit): void {
  let underWay = 0;
  const ended = () => {
    underWay -= 1;
  };
  const [handle] = fastify.server.listeners('request') as RequestListener[];
  fastify.server.removeAllListeners('request');
  fastify.server.on('request', (request, response) => {
    if (request.method !== 'POST' || underWay < most) return handle!(request, response);
    onTurnedAway();
    turnAway(request, response);
  });
  const admit: preValidationHookHandler = (_request, reply, done) => {
    if (underWay >= most) {
      onTurnedAway();
      return done(overloaded);
    }
    underWay += 1;
    reply.raw.on('close', ended);
    done();
  };
  fastify.addHook('onRoute', route => {
    if (route.method === 'POST') route.preValidation = [admit, ...[route.preValidation ?? []].flat()];
  });
}
