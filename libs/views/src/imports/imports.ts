import { importBatchEvents, type SkipReason } from '@touchstream/events';
import { aggregateView, distinct, keyedBy, NO_REVISION, type OfAggregate } from '../view/index.js';

/** So many of the refused rows, and of the records skipped by a revert, are listed; the rest is counted. */
export const LISTED = 100;

export interface RejectedRow {
  /** The line of the file on which it begins; the first line is 1. */
  readonly row: number;
  readonly errors: readonly { readonly column: string | null; readonly reason: string }[];
}

/** An import with its counts. The first {@link LISTED} refused rows stand in it; all of them in the import's stream. */
export interface ImportDoc extends OfAggregate {
  readonly importId: string;
  readonly kind: string;
  readonly fileName: string | null;
  /** SHA-256 of the file, in hex. */
  readonly fileHash: string;
  readonly mapping: string;
  readonly mappingHash: string;
  readonly matchRule: string;
  readonly dryRun: boolean;
  readonly status: 'running' | 'completed' | 'reverted';
  readonly startedAt: string | null;
  readonly startedBy: string | null;
  readonly lastRowAt: string | null;
  readonly completedAt: string | null;
  readonly accepted: number;
  readonly rejected: number;
  /** Of the accepted: those that said nothing new. */
  readonly unchanged: number;
  readonly rejectedRows: readonly RejectedRow[];
  readonly reverted: Reverted | null;
}

export interface Reverted {
  readonly at: string;
  /** How many records were taken back. */
  readonly compensated: number;
  readonly skipped: number;
  /** The first of them. */
  readonly skippedRecords: readonly { readonly id: string; readonly reason: SkipReason }[];
}

const emptyImport = (importId: string): ImportDoc => ({
  importId,
  kind: '',
  fileName: null,
  fileHash: '',
  mapping: '',
  mappingHash: '',
  matchRule: '',
  dryRun: false,
  status: 'running',
  startedAt: null,
  startedBy: null,
  lastRowAt: null,
  completedAt: null,
  accepted: 0,
  rejected: 0,
  unchanged: 0,
  rejectedRows: [],
  reverted: null,
  revision: NO_REVISION,
});

/** A row that had been refused counts as accepted only. */
const taken = ({ rejected, rejectedRows }: ImportDoc, row: number): Partial<ImportDoc> => ({
  rejected: rejected - 1,
  rejectedRows: rejectedRows.filter(one => one.row !== row),
});

/** The imports, keyed by import id. */
export const imports = aggregateView<ImportDoc>({
  name: 'imports',
  version: 2,
  events: importBatchEvents,
  keys: keyedBy('importId'),
  initial: emptyImport,
  on: {
    'import.started': (doc, { data, occurredAt, actor }) => ({
      ...doc,
      kind: data.kind,
      fileName: data.fileName ?? null,
      fileHash: data.fileHash,
      mapping: data.mapping,
      mappingHash: data.mappingHash,
      matchRule: data.matchRule,
      dryRun: data.dryRun,
      startedAt: occurredAt,
      startedBy: actor.id,
    }),
    'import.row-accepted': (doc, { data, occurredAt }) => ({
      ...doc,
      accepted: doc.accepted + 1,
      unchanged: doc.unchanged + (data.unchanged ? 1 : 0),
      lastRowAt: occurredAt,
      ...(data.wasRejected === true ? taken(doc, data.row) : {}),
    }),
    'import.row-rejected': (doc, { data: { row, errors }, occurredAt }) => ({
      ...doc,
      rejected: doc.rejected + 1,
      lastRowAt: occurredAt,
      rejectedRows:
        doc.rejectedRows.length < LISTED
          ? [...doc.rejectedRows, { row, errors: errors.map(({ column = null, reason }) => ({ column, reason })) }]
          : doc.rejectedRows,
    }),
    'import.completed': (doc, { occurredAt }) => ({ ...doc, status: 'completed', completedAt: occurredAt }),
    'import.reverted': (doc, { data: { at, compensated, skipped } }) => ({
      ...doc,
      status: 'reverted',
      reverted: {
        at,
        compensated,
        skipped: skipped.length,
        skippedRecords: skipped.slice(0, LISTED).map(({ id, reason }) => ({ id, reason })),
      },
    }),
  },
  index: doc => ({
    fields: {
      kind: doc.kind,
      mapping: doc.mapping,
      status: doc.status,
      startedAt: doc.startedAt,
    },
    lookups: { fileHash: distinct([doc.fileHash]) },
    text: distinct([doc.fileName, doc.kind, doc.mapping]),
  }),
  indexes: [
    { name: 'by-date', fields: ['startedAt'] },
    { name: 'by-kind', fields: ['kind', 'startedAt'] },
    { name: 'by-mapping', fields: ['mapping', 'startedAt'] },
    { name: 'by-status', fields: ['status', 'startedAt'] },
  ],
});
