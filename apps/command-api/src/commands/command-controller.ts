import { Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteSchema } from '@nestjs/platform-fastify';
import { commandIdOf, type CommandResult } from '@touchstream/command-service';
import type { Aggregate } from '@touchstream/domain';
import { actorOf, etag, idempotencyKeyOf, ifMatchOf } from '@touchstream/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CommandMessageClass } from './command-message.js';
import type { CommandRoutes } from './command-routes.js';
import { CommandTally } from './command-tally.js';
import { routeSchema } from './route-schema.js';

/** The tenant that this installation serves; injected. */
export const TENANT_ID = Symbol('tenantId');

type WriteRequest = FastifyRequest<{ Params: { id?: string }; Body: Record<string, unknown> }>;

/** What the answer to a command says. The same command gets the same answer. */
const answerOf = ({ id, revision, position, events }: CommandResult) => ({
  id,
  revision,
  position: position.toString(),
  events,
});

/** The controller of an aggregate: a POST for each of its commands, by the table of its routes. */
export function commandController(routes: CommandRoutes, messages: ReadonlyMap<string, CommandMessageClass>): Type {
  class CommandController {
    constructor(
      private readonly bus: CommandBus,
      private readonly tenantId: string,
      private readonly tally: CommandTally,
    ) {}

    async handle(command: string, request: WriteRequest, reply: FastifyReply) {
      const result = await this.tally.count(routes.aggregate.name, command, () => this.#execute(command, request));
      void reply.header('etag', etag(result.revision));
      if (result.repeated) void reply.header('idempotency-replayed', 'true');
      if (result.events[0]?.revision === 0) void reply.status(201).header('location', `${routes.base}/${result.id}`);
      return answerOf(result);
    }

    async #execute(command: string, { headers, params, body, id: correlationId, ip }: WriteRequest) {
      const actor = actorOf(headers);
      const commandId = commandIdOf(this.tenantId, idempotencyKeyOf(headers));
      const expectedRevision = ifMatchOf(headers);
      const Message = messages.get(command)!;
      return this.bus.execute(
        new Message({
          aggregate: routes.aggregate as unknown as Aggregate,
          command,
          body,
          context: { tenantId: this.tenantId, actor, commandId, correlationId, ip },
          ...(params.id === undefined ? {} : { aggregateId: params.id }),
          ...(expectedRevision === undefined ? {} : { expectedRevision }),
        }),
      );
    }
  }

  Object.defineProperty(CommandController, 'name', { value: `${routes.tag}CommandController` });
  Inject(CommandBus)(CommandController, undefined, 0);
  Inject(TENANT_ID)(CommandController, undefined, 1);
  Inject(CommandTally)(CommandController, undefined, 2);
  Controller()(CommandController);
  for (const [command, path] of Object.entries(routes.paths)) addRoute(CommandController, routes, { command, path });
  return CommandController;
}

function addRoute(
  controller: { prototype: { handle: (command: string, request: WriteRequest, reply: FastifyReply) => unknown } },
  routes: CommandRoutes,
  { command, path }: { command: string; path: string },
): void {
  const { prototype } = controller;
  const descriptor = {
    value(this: typeof prototype, request: WriteRequest, reply: FastifyReply) {
      return this.handle(command, request, reply);
    },
  };
  Object.defineProperty(prototype, command, descriptor);
  Req()(prototype, command, 0);
  Res({ passthrough: true })(prototype, command, 1);
  Post(path)(prototype, command, descriptor);
  HttpCode(200)(prototype, command, descriptor);
  RouteSchema(routeSchema(routes, command, path))(prototype, command, descriptor);
}
