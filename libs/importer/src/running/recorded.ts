import type { RejectedRow, StartImport } from '@touchstream/domain';
import type { Mapping } from '../mapping/index.js';
import type { RowFault } from '../plan/index.js';
import type { CheckedFile } from './checked-file.js';

// eslint-disable-next-line no-control-regex -- control characters are what it removes
const CONTROL = /[\u0000-\u001f\u007f]+/g;

/** The beginning of a text, on one line. What the cut leaves of a character is made well-formed after it. */
const line = (text: string, most: number) => text.slice(0, most).toWellFormed().replace(CONTROL, ' ');

/** What the import's stream keeps of the mapping and the file. */
export const recordedStart = (
  { name, source }: Pick<Mapping, 'name' | 'source'>,
  { file, hash: fileHash, mappingHash }: Pick<CheckedFile, 'file' | 'hash' | 'mappingHash'>,
): Omit<StartImport, 'dryRun'> => ({
  fileHash,
  mappingHash,
  fileName: line(file.path, 255),
  kind: line(file.kind ?? file.name, 100),
  mapping: line(name, 200),
  matchRule: `keys of ${source}`,
});

/** What it keeps of a refused row: never the values, which may be personal. */
export const recordedRow = (row: number, faults: readonly RowFault[]): RejectedRow => ({
  row,
  errors: faults.slice(0, 50).map(({ column = '', reason }) => ({
    // The header may leave a column without a name.
    ...(column === '' ? {} : { column: line(column, 200) }),
    reason: line(reason, 500),
  })),
});
