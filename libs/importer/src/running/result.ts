import type { RowFault } from '../plan/index.js';

/** A row that was refused, for the report; `row` is the line of the file on which it begins. */
export interface RefusedRow {
  readonly file: string;
  readonly row: number;
  readonly faults: readonly RowFault[];
  /** The row's commands that had been carried out before one was refused; none in most cases. */
  readonly done: readonly string[];
}

/** What an import came to. `accepted + rejected = rows`. */
export interface Counts {
  /** Rows that were dealt with, in this run or an earlier one. */
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Of the accepted: those that added nothing in this run, because all they say was there already. 0 in a dry run. */
  readonly unchanged: number;
  /** Commands carried out in this run; in a dry run, those that would be sent. */
  readonly commands: number;
  /** Events that this run added, those that keep the rows' results not counted. */
  readonly events: number;
  readonly millis: number;
}

export interface FileResult extends Counts {
  readonly file: string;
  readonly kind: string;
  /** Names the import's stream and stands in every event; a dry run has none. */
  readonly importId: string | undefined;
}

/**
 * How an import ended. `completed`: every row has its result. `interrupted`: the caller ended it. `unavailable`: the
 * event store did not answer for too long. The last two go on where they stopped when the same is run again.
 */
export type ImportStatus = 'completed' | 'interrupted' | 'unavailable';

export interface ImportResult extends Counts {
  readonly mapping: string;
  readonly dryRun: boolean;
  readonly status: ImportStatus;
  readonly files: readonly FileResult[];
}

/** How far an import has come. */
export interface ImportProgress {
  readonly file: string;
  /** Which of the mapping's files it is, from 1, and how many there are. */
  readonly fileNumber: number;
  readonly files: number;
  /** Lines of the file read so far, and how many it has. */
  readonly line: number;
  readonly lines: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rowsPerSecond: number;
  /** For the rest of this file; left out before there is a rate. */
  readonly secondsLeft?: number;
}
