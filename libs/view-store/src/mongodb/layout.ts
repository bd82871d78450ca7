import type { IndexDescription } from 'mongodb';
import type { Shape } from '../query/index.js';
import { ViewStoreUnavailable, type Generation } from '../view-store.js';

/**
 * The names in a generation's collections. Fields are numbered as they were declared when it was made: a name in a document costs
 * space in each of them, and may hold what is none for MongoDB.
 */
export class Layout {
  /** The generation's number. */
  readonly generation: number;
  readonly documents: string;
  readonly parked: string;
  readonly fields: readonly string[];
  readonly #names: ReadonlyMap<string, string>;

  constructor(
    { view, number }: Pick<Generation, 'view' | 'number'>,
    private readonly shape: Shape,
  ) {
    this.generation = number;
    this.documents = `${view}.${number}`;
    this.parked = `${view}.${number}.parked`;
    this.fields = shape.fields;
    this.#names = new Map(shape.fields.map((field, at) => [field, `f${at}`]));
  }

  /** Throws where the view has declared the field since: until it is built anew, it cannot be asked for. */
  name(field: string): string {
    const name = this.#names.get(field);
    if (name === undefined) throw new ViewStoreUnavailable(`documents by ${field} have not been built yet`);
    return name;
  }

  /** Those of the view with the key after what they order by, so that the order is total; the words; the lookups. */
  get documentIndexes(): IndexDescription[] {
    const named = (fields: readonly string[]) => fields.map(field => [this.name(field), 1] as const);
    const declared = this.shape.indexes.map(({ fields, includes = [] }) => ({
      name: `by-${fields.join('-')}`,
      key: Object.fromEntries([...named(fields), ['_id', 1], ...named(includes)]),
    }));
    return [...declared, { name: 'tokens', key: { t: 1 } }, { name: 'lookups', key: { l: 1 } }];
  }

  get parkedIndexes(): IndexDescription[] {
    return [
      { name: 'in-order', key: { p: 1, k: 1 } },
      { name: 'by-key', key: { k: 1, p: 1 } },
    ];
  }
}

const OF_GENERATION = /^(.+)\.(\d+)(?:\.parked)?$/;

/** The generation that a collection is of; undefined for any other collection. */
export function generationOf(collection: string): Pick<Generation, 'view' | 'number'> | undefined {
  const [, view, number] = OF_GENERATION.exec(collection) ?? [];
  return view === undefined ? undefined : { view, number: Number(number) };
}
