import type { Readable } from 'node:stream';
import type { Actor } from '@touchstream/events';
import type { Mapping } from '../mapping/index.js';
import type { ImportProgress, RefusedRow } from './result.js';
import type { Commands } from './sender.js';

export interface ImportOptions {
  readonly mapping: Mapping;
  /** Opens a file of the mapping by its `path`, from its beginning; each is opened more than once. */
  readonly open: (path: string) => Readable | Promise<Readable>;
  readonly commands: Commands;
  readonly tenantId: string;
  /** Who imports: it stands in every event. */
  readonly actor: Actor;
  /** Whether the rows are only checked; nothing is written. */
  readonly dryRun?: boolean;
  /** How many rows are under way at a time; 512 where it is left out, so that their appends share commits. */
  readonly concurrency?: number;
  /** How long to wait for a store that does not answer, attempt by attempt, in milliseconds; six seconds in all else. */
  readonly patience?: readonly number[];
  /** Ends the import after the rows under way; run again, it goes on. */
  readonly signal?: AbortSignal;
  /** Told of each refused row, in no certain order; the import waits for the promise it may return. */
  readonly onRefused?: (row: RefusedRow) => unknown;
  /** Told ten times a second at most. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}
