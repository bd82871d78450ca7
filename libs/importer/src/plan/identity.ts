import { derivedId } from '@touchstream/events';
import { commandIdOf } from '@touchstream/command-service';
import { remembering } from '../remembering.js';

/** How a command names its record: by the source's key, or by the record's own id. */
export type AddressedBy = 'key' | 'id';

/** Stands between the parts of a text that names something: no part holds it, for it is no text. */
const BETWEEN = '\0';

/**
 * The ids that a source's records and commands have. They follow from the tenant, the source and the key alone, so that
 * every run, file and mapping of one source finds the same records without asking a store.
 */
export class Identities {
  readonly #commandId: (text: string) => string;
  readonly #recordId: (text: string) => string;

  constructor(tenantId: string, source: string) {
    this.#commandId = remembering(text => commandIdOf(tenantId, ['import', source, text].join(BETWEEN)));
    this.#recordId = remembering(text => {
      const aggregate = text.slice(0, text.indexOf(BETWEEN));
      return derivedId(this.creationId(aggregate, text.slice(aggregate.length + 1)), aggregate);
    });
  }

  /** The id of the command that makes the record of a key. */
  creationId(aggregate: string, key: string): string {
    return this.#commandId(`${aggregate}${BETWEEN}${key}`);
  }

  /** The id of a command to a record that is there; `what` tells the record's commands apart. */
  commandId(aggregate: string, by: AddressedBy, named: string, what: string): string {
    return this.#commandId(`${aggregate}${BETWEEN}${named}${BETWEEN}${by}${BETWEEN}${what}`);
  }

  /** The id of the record of a key. */
  recordId(aggregate: string, key: string): string {
    return this.#recordId(`${aggregate}${BETWEEN}${key}`);
  }
}
