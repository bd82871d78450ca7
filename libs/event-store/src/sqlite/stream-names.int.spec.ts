import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { StreamNames } from './stream-names.js';

const nameOf = (number: number) => `interaction-0197f000-0000-7000-8000-${String(number).padStart(12, '0')}`;

describe('the names of streams', () => {
  let db: Database.Database;
  beforeEach(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)');
  });
  afterEach(() => {
    db.close();
  });

  const write = (from: number, to: number) => {
    const insert = db.prepare('INSERT INTO streams VALUES (?, ?)');
    db.transaction(() => {
      for (let number = from; number <= to; number += 1) insert.run(number, nameOf(number));
    })();
  };
  /** How many of some names that are not there it says lack; asked as often as it takes to know all that are. */
  const lacking = (names: StreamNames, of: number) =>
    Array.from({ length: of }, (_, at) => names.lack(nameOf(10_000_000 + at))).filter(Boolean).length;

  it('lack what is not there, nearly always, once all have been read', () => {
    write(1, 4_000);
    const names = new StreamNames(db);
    // In portions of 256.
    const asked = Array.from({ length: 17 }, () => names.lack('another'));
    expect(asked).toEqual([...Array<boolean>(15).fill(false), true, true]);
    expect(lacking(names, 2_000)).toBeGreaterThan(1_980);
  });

  it('never lack what is there, whoever was told of it', () => {
    type Step = { readonly kind: 'told' | 'untold' | 'doubt'; readonly count: number };
    const step: fc.Arbitrary<Step> = fc.record({
      kind: fc.constantFrom('told' as const, 'untold' as const, 'doubt' as const),
      count: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        db.exec('DELETE FROM streams');
        const names = new StreamNames(db);
        let last = 0;
        for (const { kind, count } of steps) {
          names.lack('another');
          if (kind === 'doubt') names.doubt();
          else write(last + 1, (last += count));
          if (kind === 'told')
            for (let number = last - count + 1; number <= last; number += 1) names.added(number, nameOf(number));
          if (kind === 'untold') names.doubt();
          for (let number = 1; number <= last; number += 37) expect(names.lack(nameOf(number))).toBe(false);
        }
      }),
    );
  });

  it('go on when there are more than there was room for', () => {
    const names = new StreamNames(db);
    names.lack('another');
    write(1, 70_000);
    for (let number = 1; number <= 70_000; number += 1) names.added(number, nameOf(number));
    for (let looked = 0; looked < 1_200; looked += 1) names.lack('another');
    expect(lacking(names, 2_000)).toBeGreaterThan(1_980);
    for (let number = 1; number <= 70_000; number += 511) expect(names.lack(nameOf(number))).toBe(false);
  });
});
