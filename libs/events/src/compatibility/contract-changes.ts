import { isDeepStrictEqual } from 'node:util';
import { nameOfContract, readSample, type PublishedContract } from './published-contract.js';
import { rules, type Remedy } from './rules.js';
import { schemaChanges, type SchemaChange } from './schema-changes.js';

/** A difference between what was published of a type and what the program says now. */
export interface ContractChange extends SchemaChange {
  readonly type: string;
  readonly version: number;
}

type Change = Omit<SchemaChange, 'pointer'> & { readonly pointer?: string };
const changesOf = ({ type, version }: PublishedContract, changes: readonly Change[]): readonly ContractChange[] =>
  changes.map(change => ({ type, version, pointer: '', ...change }));

/**
 * What changed from the published contracts to the present ones; by default those of this program, whose codec also reads the
 * published samples.
 */
export function contractChanges(
  published: readonly PublishedContract[],
  present: readonly PublishedContract[],
  read: typeof readSample = readSample,
): readonly ContractChange[] {
  return [
    ...present.flatMap(one => changesOf(one, sincePublished(one, published))),
    ...published.flatMap(one => changesOf(one, [...stillThere(one, present), ...stillReadable(one, read)])),
  ];
}

function sincePublished(now: PublishedContract, published: readonly PublishedContract[]): readonly Change[] {
  const ofType = published.filter(one => one.type === now.type);
  const before = ofType.find(one => one.version === now.version);
  if (before !== undefined) return between(before, now);
  if (ofType.length === 0) return [{ rule: 'type-added' }];
  const newest = Math.max(...ofType.map(one => one.version));
  return [{ rule: now.version > newest + 1 ? 'version-skipped' : 'version-added' }];
}

function between(before: PublishedContract, now: PublishedContract): readonly Change[] {
  const isNew = (sample: unknown) => !before.samples.some(one => isDeepStrictEqual(one, sample));
  return [
    ...(before.context === now.context
      ? []
      : [{ rule: 'context-changed' as const, detail: `${before.context} to ${now.context}` }]),
    ...schemaChanges(before.schema, now.schema),
    ...now.samples.filter(isNew).map(() => ({ rule: 'sample-added' as const })),
  ];
}

/** The program knows the newest version of each type; of older ones it needs the upcasters alone. */
function stillThere(before: PublishedContract, present: readonly PublishedContract[]): readonly Change[] {
  const now = present.find(one => one.type === before.type);
  if (now === undefined) return [{ rule: 'type-removed' }];
  return now.version < before.version ? [{ rule: 'version-removed' }] : [];
}

function stillReadable(before: PublishedContract, read: typeof readSample): readonly Change[] {
  if (before.samples.length === 0) return [{ rule: 'sample-missing' }];
  return before.samples.flatMap(sample => {
    const detail = read(before, sample);
    return detail === undefined ? [] : [{ rule: 'sample-unreadable' as const, detail }];
  });
}

export const isBreaking = ({ rule }: ContractChange): boolean => rules[rule].remedy !== 'accept';

const remedies: Readonly<Record<Remedy, (change: ContractChange) => string>> = {
  accept: () => 'Accept it: npm run schemas.',
  'new-version': ({ type, version }) =>
    `Take it back, or declare version ${version + 1} of ${type} with an upcaster from ${version}.`,
  restore: () => 'Put it back as it was.',
  upcast: ({ type, version }) => `Mend the contract or the upcaster from version ${version} of ${type}.`,
};

/** The change in a line: what, why it may or may not be, and what to do. */
export function describeChange(change: ContractChange): string {
  const { pointer, rule, detail } = change;
  const { because, remedy } = rules[rule];
  const what = [`${nameOfContract(change)}${pointer}: ${rule}`, ...(detail === undefined ? [] : [`(${detail})`])];
  return `${what.join(' ')}: ${because}. ${remedies[remedy](change)}`;
}

/**
 * The contracts to publish from now on: the present ones, with the samples of before; those of older versions stay as they
 * are. Call it only where no change is breaking.
 */
export function acceptedContracts(
  published: readonly PublishedContract[],
  present: readonly PublishedContract[],
): readonly PublishedContract[] {
  const before = new Map(published.map(one => [nameOfContract(one), one]));
  for (const one of present) {
    const samples = before.get(nameOfContract(one))?.samples ?? [];
    const added = one.samples.filter(sample => !samples.some(known => isDeepStrictEqual(known, sample)));
    before.set(nameOfContract(one), { ...one, samples: [...samples, ...added] });
  }
  return [...before.values()];
}
