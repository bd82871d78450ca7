import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  acceptedContracts,
  contractChanges,
  describeChange,
  isBreaking,
  isPublishedContract,
  nameOfContract,
  presentContracts,
  type PublishedContract,
} from '@touchstream/events';

/** The folder cannot be read or written, or a file in it is no published contract. */
export class UnreadableContracts extends Error {
  override readonly name = 'UnreadableContracts';
}

/** What is wrong with the folder itself: it is not there, is a file, or is for others. */
async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'is not there; --accept makes it' : `cannot be used: ${message}`;
    throw new UnreadableContracts(`${folder} ${why}`);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await inFolder(folder, () => readdir(folder));
  return names.filter(name => name.endsWith('.json')).sort();
}

async function readContract(path: string): Promise<PublishedContract> {
  const read: unknown = await readFile(path, 'utf8')
    .then(text => JSON.parse(text) as unknown)
    .catch(() => undefined);
  if (!isPublishedContract(read)) throw new UnreadableContracts(`${path} is no published contract`);
  return read;
}

/** Reads the published contracts of a folder: one file for each type and version. */
const readContracts = async (folder: string): Promise<readonly PublishedContract[]> =>
  Promise.all((await namesIn(folder)).map(name => readContract(join(folder, name))));

async function writeContracts(folder: string, contracts: readonly PublishedContract[]): Promise<void> {
  for (const one of contracts)
    await writeFile(join(folder, `${nameOfContract(one)}.json`), `${JSON.stringify(one, null, 2)}\n`);
}

/** What differs from the published contracts, a line for each, and how many of the changes would break a reader. */
export interface Comparison {
  readonly lines: readonly string[];
  readonly breaking: number;
}

/**
 * Compares the program's contracts with those published in a folder. With `accept` the folder is brought up to date, and made
 * where it is missing; it is left as it is where a change would break a reader. Throws {@link UnreadableContracts}.
 */
export async function comparePublished(folder: string, { accept }: { readonly accept: boolean }): Promise<Comparison> {
  if (accept) await inFolder(folder, () => mkdir(folder, { recursive: true }));
  const published = await readContracts(folder);
  const present = presentContracts();
  const changes = contractChanges(published, present);
  const breaking = changes.filter(isBreaking).length;
  if (accept && breaking === 0)
    await inFolder(folder, () => writeContracts(folder, acceptedContracts(published, present)));
  return { lines: changes.map(describeChange), breaking };
}

async function compare(folder: string, { accept }: { readonly accept: boolean }): Promise<void> {
  const { lines, breaking } = await comparePublished(folder, { accept });
  for (const line of lines) console.error(line);
  console.log(`${lines.length} changes, ${breaking} of them breaking`);
  if (breaking > 0 || (lines.length > 0 && !accept)) process.exitCode = 1;
}

/** `touchstream schemas` */
export const schemasCommand = new Command('schemas')
  .description('compare the event contracts with those published in a folder; exit code 1 where they differ')
  .argument('<folder>', 'where the published contracts are: a JSON file for each type and version')
  .option('--accept', 'publish what was added; nothing is written where a change would break a reader', false)
  .action(compare);
