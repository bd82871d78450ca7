import { Module, type DynamicModule } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { CommandService } from '@touchstream/command-service';
import { servedRoutes, type CommandMetrics, type Logger } from '@touchstream/platform';
import {
  commandHandler,
  CommandMessage,
  CommandTally,
  servedCommands,
  type CommandMessageClass,
} from './commands/index.js';
import { importRoute, UploadRoom } from './import-files/index.js';
import { allCommandRoutes } from './routes.js';

export interface CommandApiOptions {
  readonly service: CommandService;
  readonly tenantId: string;
  /** For the files of all imports together, in bytes. */
  readonly uploadsLimit: number;
  readonly metrics: Pick<CommandMetrics, 'commands'>;
  readonly logger: Logger;
}

/** The write side: routes, command bus and handlers of every aggregate. */
@Module({})
export class CommandApiModule {
  static with({ service, tenantId, uploadsLimit, metrics, logger }: CommandApiOptions): DynamicModule {
    const tally = new CommandTally(metrics.commands);
    const served = allCommandRoutes.map(routes => ({
      routes,
      messages: new Map(Object.keys(routes.paths).map(command => [command, messageClass(command)])),
    }));
    return {
      module: CommandApiModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: CommandService, useValue: service },
        ...served.flatMap(({ messages }) => [...messages.values()].map(commandHandler)),
        servedRoutes([CommandBus], (bus: CommandBus) => [
          importRoute({ service, tenantId, room: new UploadRoom(uploadsLimit), logger }),
          ...served.flatMap(({ routes, messages }) => servedCommands(routes, messages, { bus, tally, tenantId })),
        ]),
      ],
    };
  }
}

function messageClass(command: string): CommandMessageClass {
  const type = class extends CommandMessage {};
  Object.defineProperty(type, 'name', { value: command });
  return type;
}
