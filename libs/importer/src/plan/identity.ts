import { derivedId } from '@touchstream/events';
import { commandIdOf } from '@touchstream/command-service';
import { remembering } from '../remembering.js';

/** How a command names its record: by the source's key, or by the record's own id. */
export type AddressedBy = 'key' | 'id';

/** What the id of a command to a record that is there follows from. */
export interface CommandName {
  readonly aggregate: string;
  readonly by: AddressedBy;
  readonly named: string;
  /** Tells the record's commands apart. */
  readonly what: string;
  /** Whether many rows say it: its id is then kept in mind. */
  readonly repeated: boolean;
}

/** Which command it is, and which record it makes or changes. */
export interface Addressed {
  readonly commandId: string;
  readonly aggregateId: string;
}

/** Stands between the parts of a text that names something: no part holds it, for it is no text. */
const BETWEEN = '\0';

/**
 * The ids that a source's records and commands have. They follow from the tenant, the source and the key alone, so that
 * every run, file and mapping of one source finds the same records without asking a store.
 */
export class Identities {
  readonly #commandId: (text: string) => string;
  readonly #repeatedId: (text: string) => string;
  readonly #creation: (text: string) => Addressed;

  constructor(tenantId: string, source: string) {
    const prefix = ['import', source, ''].join(BETWEEN);
    this.#commandId = text => commandIdOf(tenantId, prefix + text);
    this.#repeatedId = remembering(this.#commandId);
    this.#creation = remembering(text => {
      const commandId = this.#commandId(text);
      return { commandId, aggregateId: derivedId(commandId, text.slice(0, text.indexOf(BETWEEN))) };
    });
  }

  /** The command that makes the record of a key. */
  creation(aggregate: string, key: string): Addressed {
    return this.#creation(`${aggregate}${BETWEEN}${key}`);
  }

  /** The id of a command to a record that is there. */
  commandId({ aggregate, by, named, what, repeated }: CommandName): string {
    const text = `${aggregate}${BETWEEN}${named}${BETWEEN}${by}${BETWEEN}${what}`;
    return repeated ? this.#repeatedId(text) : this.#commandId(text);
  }

  /** The id of the record of a key. */
  recordId(aggregate: string, key: string): string {
    return this.creation(aggregate, key).aggregateId;
  }
}
