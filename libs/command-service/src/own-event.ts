import { contractOf, derivedId, type EventClass } from '@touchstream/events';
import type { NewEvent } from './appender.js';
import { metadataOf, type MetadataOfCommand } from './metadata.js';

interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** An event that is added for a command without an aggregate that decides it. Its id derives from the command's and its place. */
export const ownEvent = (
  command: MetadataOfCommand,
  type: EventClass,
  { stream, revision }: Place,
  data: unknown,
): NewEvent => ({
  id: derivedId(command.request.context.commandId, `${stream}/${revision}`),
  type: type.type,
  data,
  metadata: metadataOf(command, { schemaVersion: contractOf(type).version }),
});
