import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { commandValidator } from '@touchstream/command-service';
import { importBatch } from '@touchstream/domain';
import type { FileMapping } from '../mapping/index.js';
import { recordedRow, recordedStart } from './recorded.js';

const { StartImport, RecordRows } = importBatch.commands;
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** Any text at all: control characters, halves of others, and often as long as what is kept of it. */
const text = (most: number, kept = most) => {
  const unit = fc.oneof(
    fc.constantFrom('a', '😀', '\uD83D', '\uDE00', '\0', '\n', '\uFFFD'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const length = fc.oneof(fc.integer({ min: 0, max: most - 1 }), fc.integer({ min: kept - 3, max: kept - 1 }));
  const padded = fc.tuple(length, fc.string({ unit, minLength: 1, maxLength: 3 }));
  return padded.map(([before, end]) => `${'a'.repeat(before)}${end}`.slice(0, most));
};

describe('what the stream of an import keeps', () => {
  it('of a refused row is always what its contract takes', () => {
    const column = fc.oneof(fc.constant(''), text(300, 200));
    const fault = fc.record({ column, value: text(10), reason: text(600, 500) }, { requiredKeys: ['reason'] });
    const some = fc.array(fault, { minLength: 1, maxLength: 3 });
    const faults = fc.oneof(
      some,
      some.map(few => Array.from({ length: 60 }, (_, at) => few[at % few.length]!)),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1 }), faults, (row, all) => {
        const body = { accepted: [], rejected: [recordedRow(row, all)] };
        expect(commandValidator(RecordRows)(body)).toEqual([]);
      }),
    );
    expect(recordedRow(2, [{ column: '', reason: 'is empty' }])).toEqual({ row: 2, errors: [{ reason: 'is empty' }] });
    expect(recordedRow(2, [{ column: `${'a'.repeat(199)}😀`, reason: 'a\0b' }]).errors).toEqual([
      { column: `${'a'.repeat(199)}\uFFFD`, reason: 'a b' },
    ]);
  });

  it('of a mapping and its file is always what its contract takes', () => {
    const file = fc.record(
      { name: fc.constant('orders'), path: text(500, 255), kind: text(100) },
      { requiredKeys: ['name', 'path'] },
    );
    fc.assert(
      fc.property(text(200), file, (name, one) => {
        const start = recordedStart(
          { name, source: 'shop' },
          { file: one as FileMapping, hash: HASH, mappingHash: HASH },
        );
        expect(commandValidator(StartImport)({ ...start, dryRun: false })).toEqual([]);
      }),
    );
  });
});
