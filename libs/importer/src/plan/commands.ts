import { aggregates, type Aggregate, type CommandClass } from '@touchstream/domain';

/** A command and the aggregate that carries it out. */
export interface KnownCommand {
  readonly aggregate: Aggregate;
  readonly name: string;
  readonly type: CommandClass;
  /** `derived`: makes a record whose id follows from the key; `chosen`: makes one whose id stands in its fields. */
  readonly creates: 'derived' | 'chosen' | 'nothing';
}

const creation = (aggregate: Aggregate, name: string): KnownCommand['creates'] => {
  if (!aggregate.creates.includes(name)) return 'nothing';
  return aggregate.identify?.[name] === undefined ? 'derived' : 'chosen';
};

/** What the importer itself says about an import is no row's business. */
const OWN = 'import-batch';

const known: ReadonlyMap<string, KnownCommand> = new Map(
  (Object.values(aggregates) as unknown as Aggregate[])
    .filter(aggregate => aggregate.name !== OWN)
    .flatMap(aggregate =>
      Object.entries(aggregate.commands).map(([name, type]) => [
        name,
        { aggregate, name, type, creates: creation(aggregate, name) },
      ]),
    ),
);

/** The command of a name, or undefined. */
export const commandNamed = (name: string): KnownCommand | undefined => known.get(name);

/** The aggregates whose records a source knows by keys. */
export const keyedAggregates: ReadonlySet<string> = new Set(
  [...known.values()].filter(({ creates }) => creates === 'derived').map(({ aggregate }) => aggregate.name),
);
