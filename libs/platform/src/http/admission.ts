import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, preValidationHookHandler } from 'fastify';
import { correlationIdOf } from './headers.js';
import { Problem } from './problems.js';

/** Commands under way at a time: enough to share their commits, few enough to be answered soon. */
const MOST = 64;
/** Requests with files: each lasts until its files are there and dealt with, and has many commands under way itself. */
const MOST_WITH_FILES = 4;

const overloaded = new Problem('overloaded', 'the server is at work on as many commands as it takes at a time', {
  retryAfter: 1,
});
const overloadedWithFiles = new Problem(
  'overloaded',
  'the server is at work on as many uploads as it takes at a time',
  {
    retryAfter: 10,
  },
);

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

/** How many places the requests of a connection have. */
interface Taken {
  count: number;
}
type Bearing = Socket & { [key: symbol]: Taken | undefined };

/** So many requests at a time. Each has its place until it has been answered, or its caller has gone. */
class Places {
  #taken = 0;
  /** Where a connection bears what it has taken. It is sought for each command: a set of the answers cost a seventh of them. */
  readonly #key = Symbol('taken');
  constructor(
    private readonly most: number,
    private readonly full: Problem,
    private readonly onTurnedAway: () => void,
  ) {}

  get areTaken(): boolean {
    return this.#taken >= this.most;
  }

  readonly admit: preValidationHookHandler = (request, { raw: response }, done) => {
    if (this.areTaken) {
      this.onTurnedAway();
      return done(this.full);
    }
    const taken = this.#takenBy(request.raw.socket);
    taken.count += 1;
    this.#taken += 1;
    response.on('close', () => {
      if (taken.count > 0) this.#free(taken, 1);
    });
    done();
  };

  #takenBy(connection: Socket): Taken {
    const known = (connection as Bearing)[this.#key];
    if (known !== undefined) return known;
    const taken = { count: 0 };
    (connection as Bearing)[this.#key] = taken;
    // Node does not close an answer that waits behind another one when their connection goes.
    connection.once('close', () => this.#free(taken, taken.count));
    return taken;
  }

  #free(taken: Taken, count: number): void {
    taken.count -= count;
    this.#taken -= count;
  }
}

export interface CommandLimit {
  /** Commands under way at a time, at most; 64 where left out. */
  readonly most?: number;
  /** Requests with files under way at a time, at most; 4 where left out. */
  readonly mostWithFiles?: number;
  readonly onTurnedAway: () => void;
}

/**
 * Turns commands away while too many are under way, before anything else is done for them. A longer queue would help
 * nobody: all would wait, and be answered too late. A command is under way from when its body is there, so that callers
 * who send theirs slowly keep no others out. Files are read while their request is under way: such requests keep only
 * each other out. Reads are short and never wait for one another. For routes that are declared later.
 */
export function limitCommands(
  fastify: FastifyInstance,
  { most = MOST, mostWithFiles = MOST_WITH_FILES, onTurnedAway }: CommandLimit,
): void {
  const commands = new Places(most, overloaded, onTurnedAway);
  const withFiles = new Places(mostWithFiles, overloadedWithFiles, onTurnedAway);
  const [handle] = fastify.server.listeners('request') as RequestListener[];
  fastify.server.removeAllListeners('request');
  fastify.server.on('request', (request, response) => {
    if (request.method !== 'POST' || !commands.areTaken) return handle!(request, response);
    onTurnedAway();
    turnAway(request, response);
  });
  fastify.addHook('onRoute', route => {
    if (route.method !== 'POST') return;
    const { admit } = route.config?.takesFiles ? withFiles : commands;
    route.preValidation = [admit, ...[route.preValidation ?? []].flat()];
  });
}
