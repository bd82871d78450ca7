import type { CommandMapping } from '../mapping/mapping.js';
import type { KnownCommand } from './commands.js';
import type { Addressed, AddressedBy, Identities } from './identity.js';

/** How the commands of a mapping's entry are addressed, from the rendered key or id, and what tells them apart. */
export function addressing(
  { key, once: repeated = false }: CommandMapping,
  { aggregate: { name: aggregate }, creates }: KnownCommand,
  identities: Identities,
): (named: string, what: string) => Addressed {
  const commandId = (by: AddressedBy, named: string, what: string) =>
    identities.commandId({ aggregate, by, named, what, repeated });
  if (creates === 'derived') return named => identities.creation(aggregate, named);
  if (key !== undefined)
    return (named, what) => ({
      commandId: commandId('key', named, what),
      aggregateId: identities.recordId(aggregate, named),
    });
  return (named, what) => ({ commandId: commandId('id', named, what), aggregateId: named });
}
