import type { Aggregate } from '@touchstream/domain';

/** Where an aggregate's commands are posted to. */
export interface CommandRoutes {
  readonly aggregate: Pick<Aggregate, 'name' | 'creates' | 'commands'>;
  /** Groups the routes in the documentation. */
  readonly tag: string;
  /** The collection's address: `/v1/opportunities`. */
  readonly base: string;
  /** Whether a record has an address there, to be read at: so it is where one is made by posting to the collection. */
  readonly hasRecords: boolean;
  /** By command. `:id` is the aggregate's id. */
  readonly paths: Readonly<Record<string, string>>;
}

type Commands = Aggregate['commands'];

/**
 * Declares an aggregate's routes: one for each command, or it does not compile. Paths are given relative to the
 * collection: a creating command's begins at it, any other's at the record (`/stage` is `POST /v1/opportunities/:id/stage`).
 */
export function commandRoutes<C extends Commands>(
  aggregate: { readonly name: string; readonly creates: readonly string[]; readonly commands: C },
  {
    tag,
    base,
    paths,
  }: { readonly tag: string; readonly base: string; readonly paths: { readonly [N in keyof C]: '' | `/${string}` } },
): CommandRoutes {
  return {
    aggregate,
    tag,
    base,
    hasRecords: Object.values<string>(paths).includes(''),
    paths: Object.fromEntries(
      Object.entries<string>(paths).map(([command, path]) => [
        command,
        aggregate.creates.includes(command) ? `${base}${path}` : `${base}/:id${path}`,
      ]),
    ),
  };
}
