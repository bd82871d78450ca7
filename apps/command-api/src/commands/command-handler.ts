import { Injectable, type Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandService, type CommandResult } from '@touchstream/command-service';
import type { CommandMessage, CommandMessageClass } from './command-message.js';

/** The handler of a command: gives it to the command service. */
export function commandHandler(message: CommandMessageClass): Type<ICommandHandler> {
  class Handler implements ICommandHandler<CommandMessage> {
    constructor(private readonly service: CommandService) {}
    execute({ request }: CommandMessage): Promise<CommandResult> {
      return this.service.execute(request);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${message.name}Handler` });
  Reflect.defineMetadata('design:paramtypes', [CommandService], Handler);
  Injectable()(Handler);
  CommandHandler(message as never)(Handler);
  return Handler;
}
