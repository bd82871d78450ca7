import { EventStoreFenced } from '@touchstream/event-store';
import { FileDoesNotFit, ImportRefused, MappingInvalid, UnreadableFile } from '@touchstream/importer';
import { EX_CONFIG, EX_TEMPFAIL, EX_USAGE, exitOf } from '@touchstream/platform';
import { BackupRefused } from './backup.js';
import { ReportOverInput, ReportUnwritable } from './import/report-file.js';
import { UnreadableContracts } from './schemas.js';

/** Exit codes beside 0 and 1; the last three are those of sysexits.h. */
export const EXIT = { rowsRefused: 2, usage: EX_USAGE, storeAway: EX_TEMPFAIL, config: EX_CONFIG } as const;

/** The server cannot be reached, or refused. */
export class ServerSaid extends Error {
  override readonly name = 'ServerSaid';
}

const CODES: readonly (readonly [abstract new (...args: never[]) => Error, number])[] = [
  [MappingInvalid, EXIT.usage],
  [FileDoesNotFit, EXIT.usage],
  [UnreadableFile, EXIT.usage],
  [ReportOverInput, EXIT.usage],
  [UnreadableContracts, EXIT.usage],
  [ImportRefused, 1],
  [BackupRefused, 1],
  [ReportUnwritable, 1],
  [ServerSaid, 1],
];

/** Ends with one plain line for what the caller can mend, and with the whole error for what is ours. */
export function fail(error: unknown): never {
  const known = CODES.find(([type]) => error instanceof type);
  const exit = known === undefined ? exitOf(error) : { code: known[1], line: (error as Error).message };
  console.error(exit?.line ?? error);
  if (error instanceof EventStoreFenced)
    console.error('a server that runs on it takes the import: add --url http://127.0.0.1:3000');
  process.exit(exit?.code ?? 1);
}
