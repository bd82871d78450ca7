import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  compileValidator,
  contractAjv,
  contractOf,
  schemaOf,
  type Context,
  type JsonSchema,
  type Validator,
} from '../contract/index.js';
import { eventCatalogue } from '../catalogue.js';
import { decode, encode } from '../codec.js';
import { UndecodableEvent } from '../stored-event.js';

type Payload = Readonly<Record<string, unknown>>;

/** A version of an event type as those outside know it: kept in a file for each, and compared with the program. */
export interface PublishedContract {
  readonly type: string;
  readonly version: number;
  readonly context: Context;
  /** Of the stored payload; the public one is that without the fields marked `x-personal`. */
  readonly schema: JsonSchema;
  /** Golden samples: payloads that were valid once and must be readable for ever. */
  readonly samples: readonly Payload[];
}

let published: ValidateFunction<PublishedContract> | undefined;

/** Whether what was read is a contract as they are published. */
export function isPublishedContract(read: unknown): read is PublishedContract {
  published ??= new Ajv2020().compile<PublishedContract>({
    type: 'object',
    required: ['type', 'version', 'context', 'schema', 'samples'],
    properties: {
      type: { type: 'string' },
      version: { type: 'integer' },
      context: { type: 'string' },
      schema: { type: 'object', $ref: 'https://json-schema.org/draft/2020-12/schema' },
      samples: { type: 'array', items: { type: 'object' } },
    },
  });
  return published(read);
}

/** The contracts of this program, in the form in which they are published. */
export const presentContracts = (): readonly PublishedContract[] =>
  [...eventCatalogue.values()].map(contract => {
    const { version, context, example } = contractOf(contract);
    return { type: contract.type, version, context, schema: schemaOf(contract), samples: [example] };
  });

export const nameOfContract = ({ type, version }: Pick<PublishedContract, 'type' | 'version'>): string =>
  `${type}.v${version}`;

const ajv = contractAjv();
const validators = new Map<string, Validator>();

function validatorOf(type: string): Validator {
  const known = validators.get(type) ?? compileValidator(schemaOf(eventCatalogue.get(type)!), ajv);
  validators.set(type, known);
  return known;
}

/** Reads a sample as the codec reads a stored event, upcasters and all. Gives the reason where it cannot. */
export function readSample({ type, version }: PublishedContract, sample: Payload): string | undefined {
  const at = '2026-01-01T00:00:00.000Z';
  const place = { id: 'sample', stream: 'sample', revision: 0, position: 0n, recordedAt: at };
  const metadata = encode({ schemaVersion: version, occurredAt: at });
  try {
    const { data } = decode({ ...place, type, data: encode(sample), metadata });
    const errors = validatorOf(type)(data);
    return errors.length === 0 ? undefined : errors.map(one => `${one.pointer} ${one.message}`).join(', ');
  } catch (error) {
    if (error instanceof UndecodableEvent) return error.reason;
    throw error;
  }
}
