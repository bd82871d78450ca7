import type { CommandRequest, CommandResult } from '@touchstream/command-service';
import { Command } from '@nestjs/cqrs';

/** A command on Nest's command bus. Each command has a message class of its own, by which the bus finds its handler. */
export abstract class CommandMessage extends Command<CommandResult> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}
export type CommandMessageClass = new (request: CommandRequest) => CommandMessage;
