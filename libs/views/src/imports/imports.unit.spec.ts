import { describe, expect, it } from '@jest/globals';
import {
  ImportCompleted,
  ImportReverted,
  ImportRowAccepted,
  ImportRowRejected,
  ImportStarted,
} from '@touchstream/events';
import { example, timeOf, viewSpec } from '../testing/index.js';
import { imports, LISTED } from './imports.js';

const importId = 'i1';
const started = example(ImportStarted, { importId });
const accepted = (row: number, more: object = {}) => example(ImportRowAccepted, { importId, row, ...more });
const rejected = (row: number) => example(ImportRowRejected, { importId, row });

describe('the imports', () => {
  it('count their rows', () => {
    viewSpec(imports)
      .given([started, accepted(2), accepted(3, { unchanged: true }), rejected(4)])
      .thenDocument(importId, {
        status: 'running',
        startedAt: timeOf(0),
        startedBy: 'ann',
        lastRowAt: timeOf(3),
        accepted: 2,
        unchanged: 1,
        rejected: 1,
        rejectedRows: [{ row: 4, errors: [{ column: 'amount', reason: 'must be a decimal number' }] }],
      })
      .thenIndexed(importId, { fields: { status: 'running' } });
  });

  it('count a refused row that was taken later as accepted only', () => {
    viewSpec(imports)
      .given([started, rejected(2), accepted(2, { wasRejected: true })])
      .thenDocument(importId, { accepted: 1, rejected: 0, rejectedRows: [] });
  });

  it('list the first refused rows and count all', () => {
    const rows = Array.from({ length: LISTED + 1 }, (_, at) => rejected(at + 2));
    const doc = viewSpec(imports)
      .given([started, ...rows])
      .document(importId);
    expect([doc.rejected, doc.rejectedRows.length, doc.rejectedRows.at(-1)?.row]).toEqual([
      LISTED + 1,
      LISTED,
      LISTED + 1,
    ]);
  });

  it('are completed, and may be taken back', () => {
    const completed = example(ImportCompleted, { importId });
    viewSpec(imports)
      .given([started, completed])
      .thenDocument(importId, { status: 'completed', completedAt: timeOf(1), reverted: null });
    viewSpec(imports)
      .given([started, completed, example(ImportReverted, { importId })])
      .thenDocument(importId, {
        status: 'reverted',
        reverted: {
          at: '2026-03-02T09:00:00.000Z',
          compensated: 979,
          skipped: 1,
          skippedRecords: [{ id: 'o7', reason: 'changed-since' }],
        },
      });
  });
});
