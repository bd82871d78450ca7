import type { CommandBus } from '@nestjs/cqrs';
import { commandIdOf, type CommandResult } from '@touchstream/command-service';
import type { Aggregate } from '@touchstream/domain';
import { actorOf, etag, idempotencyKeyOf, ifMatchOf, type Route } from '@touchstream/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMessageClass } from './command-message.js';
import type { CommandRoutes } from './command-routes.js';
import type { CommandTally } from './command-tally.js';
import { routeSchema } from './route-schema.js';

/** What the routes of commands need. */
export interface Commands {
  readonly bus: CommandBus;
  readonly tally: CommandTally;
  /** The tenant that this installation serves. */
  readonly tenantId: string;
}

type WriteRequest = FastifyRequest<{ Params: { id?: string }; Body: Record<string, unknown> }>;

/** What the answer to a command says. The same command gets the same answer. */
const answerOf = ({ id, revision, position, events }: CommandResult) => ({
  id,
  revision,
  position: position.toString(),
  events,
});

/** The routes of an aggregate: a POST for each of its commands, by the table. */
export function servedCommands(
  routes: CommandRoutes,
  messages: ReadonlyMap<string, CommandMessageClass>,
  { bus, tally, tenantId }: Commands,
): readonly Route[] {
  const execute = (command: string, { headers, params, body, id: correlationId, ip }: WriteRequest) => {
    const actor = actorOf(headers);
    const commandId = commandIdOf(tenantId, idempotencyKeyOf(headers));
    const expectedRevision = ifMatchOf(headers);
    const Message = messages.get(command)!;
    return bus.execute(
      new Message({
        aggregate: routes.aggregate as unknown as Aggregate,
        command,
        body,
        context: { tenantId, actor, commandId, correlationId, ip },
        ...(params.id === undefined ? {} : { aggregateId: params.id }),
        ...(expectedRevision === undefined ? {} : { expectedRevision }),
      }),
    );
  };
  return Object.entries(routes.paths).map(([command, path]) => ({
    method: 'POST',
    path,
    schema: routeSchema(routes, command, path),
    async handle(request: WriteRequest, reply: FastifyReply) {
      const result = await tally.count(routes.aggregate.name, command, () => execute(command, request));
      void reply.header('etag', etag(result.revision));
      if (result.repeated) void reply.header('idempotency-replayed', 'true');
      if (result.events[0]?.revision === 0) {
        void reply.status(201);
        if (routes.hasRecords) void reply.header('location', `${routes.base}/${result.id}`);
      }
      return answerOf(result);
    },
  }));
}
