import { Choice, EventContract, Flag, Id, IdList, Instant, ListOf, Optional, Personal } from '../contract/index.js';
import { Text, Whole } from '../contract/index.js';

const importId = '5f1d7a52-9c7e-8b0a-9d2e-3c4b5a697887';
const mappingHash = '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';
const fileHash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

@EventContract({
  version: 1,
  context: 'operations',
  description: 'A file was taken in for import; a dry run checks the rows and changes nothing else.',
  example: {
    importId,
    fileHash,
    fileName: 'orders-2026.csv',
    kind: 'orders',
    mapping: 'orders-v3',
    mappingHash,
    matchRule: 'external-ref',
    dryRun: false,
  },
})
export class ImportStarted {
  static readonly type = 'import.started';
  @Id() importId!: string;
  /** SHA-256 of the file, in hex. */
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
  @Flag() dryRun!: boolean;
}

@EventContract({
  version: 1,
  context: 'operations',
  description: 'A row of an import was accepted.',
  example: { importId, row: 2, commandIds: ['0197f000-0000-7000-8000-000000000001'], targetId: 'o1', unchanged: false },
})
export class ImportRowAccepted {
  static readonly type = 'import.row-accepted';
  @Id() importId!: string;
  /** The line of the file on which it begins; the first line is 1. */
  @Whole(1) row!: number;
  /** The commands it became; none in a dry run, nor where it asked for nothing. */
  @IdList({ max: 50 }) commandIds!: string[];
  /** The record it became or changed; left out in a dry run. */
  @Optional() @Id() targetId?: string;
  /** Whether everything it says was known already. */
  @Flag() unchanged!: boolean;
  /** It had been refused, and was taken when it was tried again. */
  @Optional() @Flag() wasRejected?: boolean;
}

/** What is wrong with a row. Never the value: it may be personal and goes into the report file only. */
export class ImportRowError {
  /** Left out where the row as a whole is wrong. */
  @Optional() @Text(200) column?: string;
  @Text(500) reason!: string;
}

@EventContract({
  version: 1,
  context: 'operations',
  description: 'A row of an import was refused; it may be tried again.',
  example: { importId, row: 3, errors: [{ column: 'amount', reason: 'must be a decimal number' }] },
})
export class ImportRowRejected {
  static readonly type = 'import.row-rejected';
  @Id() importId!: string;
  @Whole(1) row!: number;
  @ListOf(() => ImportRowError, { min: 1, max: 50 }) errors!: ImportRowError[];
}

@EventContract({
  version: 1,
  context: 'operations',
  description: 'Every row of an import was dealt with; again, where refused rows were taken later.',
  example: { importId, kind: 'orders', accepted: 980, rejected: 20, unchanged: 5, dryRun: false },
})
export class ImportCompleted {
  static readonly type = 'import.completed';
  @Id() importId!: string;
  @Text(100) kind!: string;
  /** Rows accepted, the unchanged ones included. */
  @Whole() accepted!: number;
  @Whole() rejected!: number;
  /** Rows accepted that said nothing new. */
  @Whole() unchanged!: number;
  @Flag() dryRun!: boolean;
}

export const skipReasons = ['changed-since', 'not-reversible', 'not-found'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A record that a revert left as it is. */
export class SkippedRecord {
  @Id() id!: string;
  @Choice(skipReasons) reason!: SkipReason;
}

@EventContract({
  version: 1,
  context: 'operations',
  description: 'An import was taken back, as far as its records had not changed since.',
  example: {
    importId,
    kind: 'orders',
    compensated: 979,
    skipped: [{ id: 'o7', reason: 'changed-since' }],
    at: '2026-03-02T09:00:00.000Z',
  },
})
export class ImportReverted {
  static readonly type = 'import.reverted';
  @Id() importId!: string;
  @Text(100) kind!: string;
  /** How many records were taken back. */
  @Whole() compensated!: number;
  @ListOf(() => SkippedRecord, { max: 10_000 }) skipped!: SkippedRecord[];
  @Instant() at!: string;
}

export const importBatchEvents = {
  ImportStarted,
  ImportRowAccepted,
  ImportRowRejected,
  ImportCompleted,
  ImportReverted,
};
