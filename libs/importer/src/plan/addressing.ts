import type { CommandMapping } from '../mapping/mapping.js';
import type { KnownCommand } from './commands.js';
import type { Identities } from './identity.js';

/** Which command it is, and which record it makes or changes. */
export interface Addressed {
  readonly commandId: string;
  readonly aggregateId: string;
  /** The record, by the name under which works on it are kept in order. */
  readonly record: string;
}

export const recordNamed = (aggregate: string, key: string): string => `${aggregate}/${key}`;

/** How the commands of a mapping's entry are addressed, from the rendered key or id, and what tells them apart. */
export function addressing(
  { key }: CommandMapping,
  { aggregate: { name }, creates }: KnownCommand,
  identities: Identities,
): (named: string, what: string) => Addressed {
  const byKey = (commandId: string, named: string): Addressed => ({
    commandId,
    aggregateId: identities.recordId(name, named),
    record: recordNamed(name, named),
  });
  if (creates === 'derived') return named => byKey(identities.creationId(name, named), named);
  if (key !== undefined) return (named, what) => byKey(identities.commandId(name, 'key', named, what), named);
  return (named, what) => ({
    commandId: identities.commandId(name, 'id', named, what),
    aggregateId: named,
    record: `${name}#${named}`,
  });
}
