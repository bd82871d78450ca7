import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandService } from '@touchstream/command-service';
import { servedRoutes, type CommandMetrics } from '@touchstream/platform';
import {
  commandController,
  commandHandler,
  CommandMessage,
  CommandTally,
  TENANT_ID,
  type CommandMessageClass,
} from './commands/index.js';
import { importRoute } from './import-files/index.js';
import { allCommandRoutes } from './routes.js';

export interface CommandApiOptions {
  readonly service: CommandService;
  readonly tenantId: string;
  readonly metrics: Pick<CommandMetrics, 'commands'>;
}

/** The write side: routes, command bus and handlers of every aggregate. */
@Module({})
export class CommandApiModule {
  static with({ service, tenantId, metrics }: CommandApiOptions): DynamicModule {
    const controllers: Type[] = [];
    const providers: Provider[] = [
      { provide: CommandService, useValue: service },
      { provide: TENANT_ID, useValue: tenantId },
      { provide: CommandTally, useValue: new CommandTally(metrics.commands) },
      servedRoutes([], () => [importRoute(service, tenantId)]),
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
