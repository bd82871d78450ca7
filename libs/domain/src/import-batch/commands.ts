import {
  Flag,
  Id,
  IdList,
  ImportRowError,
  ListOf,
  Optional,
  Personal,
  SkippedRecord,
  Text,
  Whole,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

@CommandContract({
  summary: 'Start an import',
  example: {
    fileHash: hash,
    fileName: 'orders-2026.csv',
    kind: 'orders',
    mapping: 'orders-v3',
    mappingHash: hash,
    matchRule: 'external-ref',
    dryRun: false,
  },
})
export class StartImport extends CommandBody {
  /** SHA-256 of the file, in hex. With the mapping's it makes the import's id: the same two are the same import. */
  @Id() fileHash!: string;
  @Optional() @Personal() @Text(255) fileName?: string;
  /** What the rows are. */
  @Text(100) kind!: string;
  /** The mapping's name. */
  @Text(200) mapping!: string;
  /** SHA-256 of the mapping, in hex. */
  @Id() mappingHash!: string;
  /** How a row finds the record it belongs to. */
  @Text(200) matchRule!: string;
  /** Whether the rows are only checked. */
  @Flag() dryRun!: boolean;
}

/** A row that was taken, or in a dry run could be. */
export class AcceptedRow {
  /** The line of the file on which it begins; the first line is 1. */
  @Whole(1) row!: number;
  /** The commands it became; none in a dry run, nor where it asked for nothing. */
  @IdList({ max: 50 }) commandIds!: string[];
  /** The record it became or changed; left out in a dry run. */
  @Optional() @Id() targetId?: string;
  /** Whether everything it says was known already. */
  @Flag() unchanged!: boolean;
}

/** A row that was refused, and all that is wrong with it; never the values themselves. */
export class RejectedRow {
  @Whole(1) row!: number;
  @ListOf(() => ImportRowError, { min: 1, max: 50 }) errors!: ImportRowError[];
}

/** A command's events stand in one append, which must stay small. */
export const MOST_ROWS = 1_000;

@CommandContract({
  summary: 'Record rows of an import, up to 1,000 together',
  example: {
    accepted: [{ row: 1, commandIds: ['0197f000-0000-7000-8000-000000000001'], targetId: 'o1', unchanged: false }],
    rejected: [{ row: 2, errors: [{ column: 'amount', reason: 'must be a decimal number' }] }],
  },
})
export class RecordRows extends CommandBody {
  @ListOf(() => AcceptedRow, { max: MOST_ROWS }) accepted!: AcceptedRow[];
  @ListOf(() => RejectedRow, { max: MOST_ROWS }) rejected!: RejectedRow[];
}

@CommandContract({
  summary: 'Complete an import whose rows have all been recorded',
  example: { accepted: 1, rejected: 1, unchanged: 0 },
})
export class CompleteImport extends CommandBody {
  /** Rows accepted, the unchanged ones included. The counts must be those of the rows recorded. */
  @Whole() accepted!: number;
  @Whole() rejected!: number;
  /** Rows accepted that said nothing new. */
  @Whole() unchanged!: number;
}

@CommandContract({
  summary: 'Record that an import was taken back',
  example: { compensated: 1, skipped: [{ id: 'o7', reason: 'changed-since' }] },
})
export class RevertImport extends CommandBody {
  /** How many records were taken back. */
  @Whole() compensated!: number;
  /** The records that were left as they are. */
  @ListOf(() => SkippedRecord, { max: 10_000 }) skipped!: SkippedRecord[];
}

export const importBatchCommands = { StartImport, RecordRows, CompleteImport, RevertImport };
