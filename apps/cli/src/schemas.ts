import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  acceptedContracts,
  contractChanges,
  describeChange,
  isBreaking,
  nameOfContract,
  presentContracts,
  type PublishedContract,
} from '@touchstream/events';

/** The folder is not there, or a file in it is no published contract. */
export class UnreadableContracts extends Error {
  override readonly name = 'UnreadableContracts';
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter(name => name.endsWith('.json')).sort();
  } catch {
    throw new UnreadableContracts(`${folder} cannot be read; --accept makes it`);
  }
}

async function readContract(path: string): Promise<PublishedContract> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PublishedContract;
  } catch {
    throw new UnreadableContracts(`${path} is no published contract`);
  }
}

/** Reads the published contracts of a folder: one file for each type and version. */
const readContracts = async (folder: string): Promise<readonly PublishedContract[]> =>
  Promise.all((await namesIn(folder)).map(name => readContract(join(folder, name))));

async function writeContracts(folder: string, contracts: readonly PublishedContract[]): Promise<void> {
  for (const one of contracts)
    await writeFile(join(folder, `${nameOfContract(one)}.json`), `${JSON.stringify(one, null, 2)}\n`);
}

interface SchemasOptions {
  readonly accept: boolean;
}

async function compare(folder: string, { accept }: SchemasOptions): Promise<void> {
  if (accept) await mkdir(folder, { recursive: true });
  const published = await readContracts(folder);
  const present = presentContracts();
  const changes = contractChanges(published, present);
  for (const change of changes) console.error(describeChange(change));
  const broken = changes.filter(isBreaking).length;
  if (broken > 0 || (changes.length > 0 && !accept)) process.exitCode = 1;
  else if (accept) await writeContracts(folder, acceptedContracts(published, present));
  console.log(`${present.length} types, ${changes.length} changes, ${broken} of them breaking`);
}

/** `touchstream schemas` */
export const schemasCommand = new Command('schemas')
  .description('compare the event contracts with those published in a folder; exit code 1 where they differ')
  .argument('<folder>', 'where the published contracts are: a JSON file for each type and version')
  .option('--accept', 'publish what was added; nothing is written where a change would break a reader', false)
  .action(compare);
