import { describe, expect, it } from '@jest/globals';
import {
  event,
  ImportCompleted,
  ImportReverted,
  ImportRowAccepted,
  ImportRowRejected,
  ImportStarted,
} from '@touchstream/events';
import { given, testMeta } from '../testing/index.js';
import { importBatch, importIdOf } from './import-batch.js';

const file = { fileHash: 'f1', mappingHash: 'm1', dryRun: false };
const importId = importIdOf(file);
const meta = { aggregateId: importId };
const start = { ...file, fileName: 'orders.csv', kind: 'orders', mapping: 'orders-v3', matchRule: 'external-ref' };
const started = event(ImportStarted, { importId, ...start });
const dryStarted = event(ImportStarted, { importId, ...start, dryRun: true });
const row = (at: number, unchanged = false) => ({ row: at, commandIds: [`cmd-${at}`], targetId: `o${at}`, unchanged });
const bad = (at: number) => ({ row: at, errors: [{ column: 'amount', reason: 'must be a decimal number' }] });
const accepted = (at: number, unchanged = false) => event(ImportRowAccepted, { importId, ...row(at, unchanged) });
const rejected = (at: number) => event(ImportRowRejected, { importId, ...bad(at) });
const counts = { accepted: 2, rejected: 1, unchanged: 1 };
const recorded = [started, accepted(1), rejected(2), accepted(3, true)];
const completed = event(ImportCompleted, { importId, kind: 'orders', ...counts, dryRun: false });
const reverted = event(ImportReverted, {
  importId,
  kind: 'orders',
  compensated: 1,
  skipped: [{ id: 'o3', reason: 'changed-since' }],
  at: testMeta().occurredAt,
});

describe('an import', () => {
  it('has an id that follows from the file, the mapping and whether it is a dry run', () => {
    expect(importIdOf(file)).toBe(importIdOf({ ...file }));
    const others = [{ fileHash: 'f2' }, { mappingHash: 'm2' }, { dryRun: true }];
    for (const other of others) expect(importIdOf({ ...file, ...other })).not.toBe(importId);
    expect(importBatch.identify?.StartImport?.(start)).toBe(importId);
  });

  it('starts once, goes on when started again, and does not come back once reverted', () => {
    given(importBatch, []).when('StartImport', start, { meta }).then([started]);
    given(importBatch, [started]).when('StartImport', start, { meta }).thenNothing();
    given(importBatch, [...recorded, completed])
      .when('StartImport', start, { meta })
      .thenNothing();
    given(importBatch, [...recorded, reverted])
      .when('StartImport', start, { meta })
      .thenRefused('import-reverted');
  });

  it('is unknown until it is started', () => {
    given(importBatch, []).when('RecordRows', { accepted: [], rejected: [] }).thenRefused('unknown-import-batch');
  });

  it('records rows in the order of the file', () => {
    given(importBatch, [started])
      .when('RecordRows', { accepted: [row(1), row(3, true)], rejected: [bad(2)] })
      .then([accepted(1), rejected(2), accepted(3, true)]);
    given(importBatch, [started]).when('RecordRows', { accepted: [], rejected: [] }).thenNothing();
  });

  it('keeps an accepted row, and takes a refused one when it is accepted later', () => {
    given(importBatch, recorded)
      .when('RecordRows', { accepted: [row(3), row(4)], rejected: [bad(1), bad(2), bad(5)] })
      .then([accepted(4), rejected(5)]);
    const retaken = event(ImportRowAccepted, { importId, ...row(2), wasRejected: true });
    const { state } = given(importBatch, [...recorded, completed])
      .when('RecordRows', { accepted: [row(1), row(2)], rejected: [] })
      .then([retaken]);
    expect(state).toMatchObject({ status: 'running', accepted: 3, rejected: 0, unchanged: 1 });
    given(importBatch, [...recorded, completed, retaken])
      .when('CompleteImport', { accepted: 3, rejected: 0, unchanged: 1 })
      .then([
        event(ImportCompleted, { importId, kind: 'orders', accepted: 3, rejected: 0, unchanged: 1, dryRun: false }),
      ]);
    for (const again of [
      { accepted: [row(2)], rejected: [] },
      { accepted: [], rejected: [bad(2)] },
    ])
      given(importBatch, [...recorded, completed, retaken])
        .when('RecordRows', again)
        .thenNothing();
  });

  it('takes no new rows once it is over', () => {
    for (const end of [completed, reverted])
      given(importBatch, [...recorded, end])
        .when('RecordRows', { accepted: [row(4)], rejected: [] })
        .thenRefused('import-over');
  });

  it('refuses a row that stands twice in one command, and more than a thousand rows', () => {
    const when = (accept: number[], reject: number[]) =>
      given(importBatch, [started]).when('RecordRows', {
        accepted: accept.map(at => row(at)),
        rejected: reject.map(bad),
      });
    when([1, 1], []).thenRefused('row-twice', '/accepted');
    when([1], [1]).thenRefused('row-twice', '/rejected');
    when([], [2, 2]).thenRefused('row-twice', '/rejected');
    const many = Array.from({ length: 600 }, (_, at) => at + 1);
    when(
      many,
      many.map(at => at + 600),
    ).thenRefused('too-many-rows');
  });

  it('wants the commands of an accepted row, and none of them in a dry run', () => {
    given(importBatch, [started])
      .when('RecordRows', { accepted: [row(1), { row: 2, commandIds: [], unchanged: false }], rejected: [] })
      .thenRefused('command-missing', '/accepted/1/commandIds');
    given(importBatch, [started])
      .when('RecordRows', { accepted: [{ row: 2, commandIds: [], unchanged: true }], rejected: [] })
      .then([event(ImportRowAccepted, { importId, row: 2, commandIds: [], unchanged: true })]);
    given(importBatch, [dryStarted])
      .when('RecordRows', { accepted: [row(1)], rejected: [] })
      .thenRefused('dry-run', '/accepted/0/commandIds');
    given(importBatch, [dryStarted])
      .when('RecordRows', { accepted: [{ row: 1, commandIds: [], unchanged: false }], rejected: [] })
      .then([event(ImportRowAccepted, { importId, row: 1, commandIds: [], unchanged: false })]);
  });

  it('completes once, when the counts are those of its rows', () => {
    given(importBatch, recorded).when('CompleteImport', counts).then([completed]);
    given(importBatch, [...recorded, completed])
      .when('CompleteImport', counts)
      .thenNothing();
    for (const count of ['accepted', 'rejected', 'unchanged'] as const)
      given(importBatch, recorded)
        .when('CompleteImport', { ...counts, [count]: 7 })
        .thenRefused('counts-differ', `/${count}`);
    given(importBatch, [...recorded, reverted])
      .when('CompleteImport', counts)
      .thenRefused('import-over');
  });

  it('is taken back once, complete or not; a dry run has nothing to take back', () => {
    const revert = { compensated: 1, skipped: [{ id: 'o3', reason: 'changed-since' as const }] };
    given(importBatch, [...recorded, completed])
      .when('RevertImport', revert)
      .then([reverted]);
    given(importBatch, recorded).when('RevertImport', revert).then([reverted]);
    given(importBatch, [...recorded, reverted])
      .when('RevertImport', revert)
      .thenNothing();
    given(importBatch, [dryStarted]).when('RevertImport', revert).thenRefused('dry-run');
  });

  it('keeps its state small, however many rows it has', () => {
    const rows = Array.from({ length: 2_000 }, (_, at) => (at < 1_000 ? accepted(at + 1) : rejected(at + 1)));
    expect(given(importBatch, [started, ...rows]).state()).toMatchObject({
      acceptedRows: [[1, 1_000]],
      refusedRows: [[1_001, 2_000]],
      accepted: 1_000,
      rejected: 1_000,
    });
  });
});
