import { derivedId } from '@touchstream/events';
import { commandIdOf } from '@touchstream/command-service';
import { remembering } from '../remembering.js';

/** How a command names its record: by the source's key, or by the record's own id. */
export type Address = { readonly key: string } | { readonly id: string };

/**
 * The ids that a source's records and commands have. They follow from the tenant, the source and the key alone, so that
 * every run, file and mapping of one source finds the same records without asking a store.
 */
export class Identities {
  constructor(tenantId: string, source: string) {
    const commandId = remembering((text: string) => commandIdOf(tenantId, `import/${source}/${text}`));
    this.#commandId = (aggregate, address, step) => commandId(JSON.stringify([aggregate, address, step]));
    const recordId = remembering((text: string) => {
      const [aggregate, key] = JSON.parse(text) as [string, string];
      return derivedId(this.creationId(aggregate, key), aggregate);
    });
    this.#recordId = (aggregate, key) => recordId(JSON.stringify([aggregate, key]));
  }
  readonly #commandId: (aggregate: string, address: Address, step: string) => string;
  readonly #recordId: (aggregate: string, key: string) => string;

  /** The id of the command that makes the record of a key. */
  creationId(aggregate: string, key: string): string {
    return this.#commandId(aggregate, { key }, '');
  }
  /** The id of a command to a record; `step` tells the record's commands apart. */
  commandId(aggregate: string, address: Address, step: string): string {
    return this.#commandId(aggregate, address, step);
  }
  /** The id of the record of a key. */
  recordId(aggregate: string, key: string): string {
    return this.#recordId(aggregate, key);
  }
}
