import {
  derivedId,
  event,
  importBatchEvents,
  ImportCompleted,
  ImportReverted,
  ImportRowAccepted,
  ImportRowRejected,
  ImportStarted,
} from '@touchstream/events';
import { aggregate, ensure, missing, refuse } from '../decider/index.js';
import { importBatchCommands, MOST_ROWS, type AcceptedRow, type RecordRows, type StartImport } from './commands.js';
import { hasRow, withRow, type RowRanges } from './row-ranges.js';

/** An import that was started; how far it came is all that is kept of its rows. */
export interface StartedImport {
  readonly status: 'running' | 'completed' | 'reverted';
  readonly importId: string;
  readonly kind: string;
  readonly dryRun: boolean;
  readonly acceptedRows: RowRanges;
  /** Rows that were refused at least once; those taken later stand among the accepted ones too. */
  readonly refusedRows: RowRanges;
  readonly accepted: number;
  readonly rejected: number;
  readonly unchanged: number;
}
export type ImportBatch = { readonly status: 'none' } | StartedImport;

/** The id of an import: the same file through the same mapping is the same import; its dry run is another one. */
export const importIdOf = ({
  fileHash,
  mappingHash,
  dryRun,
}: Pick<StartImport, 'fileHash' | 'mappingHash' | 'dryRun'>): string =>
  derivedId(`import/${fileHash}`, `${mappingHash}/${dryRun ? 'dry-run' : 'run'}`);

const started = (state: ImportBatch): StartedImport =>
  state.status === 'none' ? missing('unknown-import-batch', 'there is no such import') : state;

const changed = (state: ImportBatch, change: Partial<StartedImport>): ImportBatch =>
  state.status === 'none' ? state : { ...state, ...change };

function ensureRowsOnce({ accepted, rejected }: Pick<RecordRows, 'accepted' | 'rejected'>): void {
  ensure(
    accepted.length + rejected.length <= MOST_ROWS,
    'too-many-rows',
    `at most ${MOST_ROWS} rows can be recorded together`,
  );
  const seen = new Set(accepted.map(one => one.row));
  ensure(seen.size === accepted.length, 'row-twice', 'a row stands in the list twice', '/accepted');
  for (const { row } of rejected) {
    ensure(!seen.has(row), 'row-twice', 'a row is recorded twice', '/rejected');
    seen.add(row);
  }
}

function ensureCommandsNamed(rows: readonly AcceptedRow[], dryRun: boolean): void {
  rows.forEach(({ commandIds, unchanged }, at) => {
    if (dryRun) ensure(commandIds.length === 0, 'dry-run', 'a dry run sends no commands', `/accepted/${at}/commandIds`);
    else
      ensure(
        commandIds.length > 0 || unchanged,
        'command-missing',
        'an accepted row that says something new names the commands it became',
        `/accepted/${at}/commandIds`,
      );
  });
}

export const importBatch = aggregate({
  name: 'import-batch',
  commands: importBatchCommands,
  events: importBatchEvents,
  creates: ['StartImport'],
  identify: { StartImport: importIdOf },
  initialState: { status: 'none' } as ImportBatch,
  customerId: () => undefined,
  decide: {
    /** Starting it again goes on with it. */
    StartImport({ data, meta }, state) {
      if (state.status === 'reverted') refuse('import-reverted', 'this file was imported and taken back');
      return state.status === 'none' ? [event(ImportStarted, { importId: meta.aggregateId, ...data })] : [];
    },
    /**
     * An accepted row stays accepted: an interrupted import may repeat what it has done. A refused one may be accepted
     * later, when what was missing is there: the import is then not complete until it is completed again.
     */
    RecordRows({ data }, state) {
      const { importId, status, dryRun, acceptedRows, refusedRows } = started(state);
      ensureRowsOnce(data);
      const isNew = ({ row }: { row: number }) => !hasRow(acceptedRows, row) && !hasRow(refusedRows, row);
      const accepted = data.accepted.filter(({ row }) => !hasRow(acceptedRows, row));
      const rejected = data.rejected.filter(isNew);
      if (accepted.length + rejected.length === 0) return [];
      const over = status === 'reverted' || (status === 'completed' && [...accepted, ...rejected].some(isNew));
      ensure(!over, 'import-over', `the import is ${status} and takes no more rows`);
      ensureCommandsNamed(data.accepted, dryRun);
      return [
        ...accepted.map(({ row, commandIds, targetId, unchanged }) =>
          event(ImportRowAccepted, {
            importId,
            row,
            commandIds,
            targetId,
            unchanged,
            ...(hasRow(refusedRows, row) && { wasRejected: true }),
          }),
        ),
        ...rejected.map(({ row, errors }) => event(ImportRowRejected, { importId, row, errors })),
      ].sort((a, b) => a.data.row - b.data.row);
    },
    CompleteImport({ data }, state) {
      const batch = started(state);
      for (const count of ['accepted', 'rejected', 'unchanged'] as const)
        ensure(
          batch[count] === data[count],
          'counts-differ',
          `the import has recorded ${batch[count]} such rows, not ${data[count]}`,
          `/${count}`,
        );
      if (batch.status === 'completed') return [];
      ensure(batch.status === 'running', 'import-over', 'the import was taken back');
      const { importId, kind, accepted, rejected, unchanged, dryRun } = batch;
      return [event(ImportCompleted, { importId, kind, accepted, rejected, unchanged, dryRun })];
    },
    RevertImport({ data: { compensated, skipped }, meta }, state) {
      const { importId, status, kind, dryRun } = started(state);
      ensure(!dryRun, 'dry-run', 'a dry run has changed nothing that could be taken back');
      if (status === 'reverted') return [];
      return [event(ImportReverted, { importId, kind, compensated, skipped, at: meta.occurredAt })];
    },
  },
  evolve: {
    'import.started': (_, { data: { importId, kind, dryRun } }): ImportBatch => ({
      status: 'running',
      importId,
      kind,
      dryRun,
      acceptedRows: [],
      refusedRows: [],
      accepted: 0,
      rejected: 0,
      unchanged: 0,
    }),
    'import.row-accepted': (state, { data: { row, unchanged, wasRejected = false } }): ImportBatch =>
      state.status === 'none'
        ? state
        : {
            ...state,
            status: 'running',
            acceptedRows: withRow(state.acceptedRows, row),
            accepted: state.accepted + 1,
            rejected: state.rejected - Number(wasRejected),
            unchanged: state.unchanged + Number(unchanged),
          },
    'import.row-rejected': (state, { data: { row } }) =>
      state.status === 'none'
        ? state
        : { ...state, refusedRows: withRow(state.refusedRows, row), rejected: state.rejected + 1 },
    'import.completed': state => changed(state, { status: 'completed' }),
    'import.reverted': state => changed(state, { status: 'reverted' }),
  },
});
