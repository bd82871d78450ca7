import type { LookupTable } from '../columns/index.js';
import type { FileMapping, Mapping } from '../mapping/index.js';
import { FileDoesNotFit, Identities, preparedBefore, RowPlanner, type PreparedCommand } from '../plan/index.js';
import { openRows, readTable, UnreadableFile } from '../reading/index.js';
import { fingerprint, hashOf, type Fingerprint } from './fingerprint.js';
import type { ImportOptions } from './options.js';
import { reading } from './reading.js';

/** A file that has been looked at: it is there, its columns are those that the mapping reads, its commands are right. */
export interface CheckedFile extends Fingerprint {
  readonly file: FileMapping;
  readonly planner: RowPlanner;
  /** To be carried out before the first row. */
  readonly before: readonly PreparedCommand[];
  /** SHA-256 over all that decides what becomes of a row, the tables it looks values up in among it. */
  readonly mappingHash: string;
}

/** Throws `FileDoesNotFit`, `UnreadableFile`, and what opening a file throws. */
export async function checkFiles({ mapping, open, tenantId }: ImportOptions): Promise<CheckedFile[]> {
  const { tables, hashes } = await readTables(mapping, open);
  const { source } = mapping;
  const planning = { source, tables, identities: new Identities(tenantId, source) };
  const checked: CheckedFile[] = [];
  for (const file of mapping.files)
    checked.push(
      await saying(file.path, async () => {
        const { header } = await reading(file.path, open, bytes => openRows(file, bytes));
        const before = preparedBefore(file, planning);
        if (before.faults !== undefined) throw new FileDoesNotFit(before.faults.map(({ reason }) => reason).join('; '));
        return {
          file,
          planner: new RowPlanner(file, header, planning),
          before: before.commands,
          mappingHash: hashOf([source, file, hashes]),
          ...(await reading(file.path, open, fingerprint)),
        };
      }),
    );
  return checked;
}

async function readTables({ tables = {} }: Mapping, open: ImportOptions['open']) {
  const read = new Map<string, LookupTable>();
  const hashes: Record<string, string> = {};
  for (const [name, table] of Object.entries(tables)) {
    read.set(name, await saying(table.path, () => reading(table.path, open, bytes => readTable(table, bytes))));
    hashes[name] = (await reading(table.path, open, fingerprint)).hash;
  }
  return { tables: read, hashes };
}

/** Names the file in what is wrong with it. */
async function saying<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileDoesNotFit) throw new FileDoesNotFit(`${path}: ${error.message}`);
    if (error instanceof UnreadableFile) throw new UnreadableFile(`${path}: ${error.message}`);
    throw error;
  }
}
