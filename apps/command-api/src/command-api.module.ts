import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandIdReused, CommandService, StaleRevision } from '@touchstream/command-service';
import { Problem, type ProblemTranslations } from '@touchstream/platform';
import {
  commandController,
  commandHandler,
  CommandMessage,
  TENANT_ID,
  type CommandMessageClass,
} from './commands/index.js';
import { allCommandRoutes } from './routes.js';

/** What the command side's own errors mean to callers. */
export const commandProblems: ProblemTranslations = [
  [CommandIdReused, (error: CommandIdReused) => new Problem('idempotency-key-reused', error.message)],
  [StaleRevision, (error: StaleRevision) => new Problem('stale-revision', error.message)],
];

/** The write side: routes, command bus and handlers of every aggregate. */
@Module({})
export class CommandApiModule {
  static with({ service, tenantId }: { readonly service: CommandService; readonly tenantId: string }): DynamicModule {
    const controllers: Type[] = [];
    const providers: Provider[] = [
      { provide: CommandService, useValue: service },
      { provide: TENANT_ID, useValue: tenantId },
    ];
    for (const routes of allCommandRoutes) {
      const messages = new Map(Object.keys(routes.paths).map(command => [command, messageClass(command)]));
      controllers.push(commandController(routes, messages));
      providers.push(...[...messages.values()].map(commandHandler));
    }
    return { module: CommandApiModule, imports: [CqrsModule.forRoot()], controllers, providers };
  }
}

function messageClass(command: string): CommandMessageClass {
  const type = class extends CommandMessage {};
  Object.defineProperty(type, 'name', { value: command });
  return type;
}
