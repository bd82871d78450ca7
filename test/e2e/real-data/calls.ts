import { join } from 'node:path';
import { expect } from '@jest/globals';
import { calls as callsView } from '@touchstream/views';
import { countBy, rowsOf, sumOf, type Row } from './files.js';
import type { Reading } from './reading.js';

/** Which lines a part of the calls keeps. */
export const isInPartOfCalls = (_line: string, at: number): boolean => at % 10 === 0;

/** What the file says: one row a call. */
export type Calls = readonly Row[];
export const callsIn = (folder: string): Promise<Calls> => rowsOf(join(folder, 'bank-additional.csv'), ';');

const secondsIn = (calls: Calls) => Number(sumOf(calls, row => BigInt(row['duration']!)));

/** Expects the figures that are known of this data. */
export function expectKnownCalls(calls: Calls): void {
  expect([calls.length, secondsIn(calls)]).toEqual([4_119, 1_057_710]);
  expect(countBy(calls, row => row['contact']!)).toEqual({ cellular: 2_652, telephone: 1_467 });
  expect(countBy(calls, row => row['conversion']!)).toEqual({ yes: 451, no: 3_668 });
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The first such weekday of the month in 2009, which the mapping takes for what the file leaves out. */
function calledAt({ month, day_of_week: weekday }: Row): string {
  const first = new Date(Date.UTC(2009, MONTHS.indexOf(month!), 1));
  first.setUTCDate(1 + ((DAYS.indexOf(weekday!) - first.getUTCDay() + 7) % 7));
  return first.toISOString();
}

interface Call {
  readonly direction: string;
  readonly status: string;
  readonly listId: string;
  readonly attempt: number;
  readonly startedAt: string;
  readonly talkSec: number;
  readonly disposition: string;
}

const DISPOSITIONS: Readonly<Record<string, string>> = { yes: 'subscribed', no: 'not subscribed' };

/** Expects the read side to say what the file says: every call through HTTP. */
export async function expectCalls(reading: Reading, calls: Calls): Promise<void> {
  const found = await reading.list<Call>('/v1/calls?direction=outbound');
  expect(found).toHaveLength(calls.length);
  expect(sumOf(found, ({ talkSec }) => BigInt(talkSec))).toBe(BigInt(secondsIn(calls)));
  expect(countBy(found, ({ listId }) => listId)).toEqual(countBy(calls, row => `term-deposit-${row['contact']}`));
  // The calls have no number of their own: they are compared as a heap.
  const described = (call: readonly unknown[]) => call.join(' | ');
  expect(
    countBy(found, ({ listId, attempt, startedAt, talkSec, disposition }) =>
      described([listId, attempt, startedAt, talkSec, disposition]),
    ),
  ).toEqual(
    countBy(calls, row =>
      described([
        `term-deposit-${row['contact']}`,
        row['campaign'],
        calledAt(row),
        row['duration'],
        DISPOSITIONS[row['conversion']!],
      ]),
    ),
  );
  const tally = await reading.views.tally(callsView, {
    where: [],
    groupBy: ['direction', 'disposition'],
    sum: ['talkSec'],
  });
  const outcome = (conversion: string) => {
    const some = calls.filter(row => row['conversion'] === conversion);
    return {
      group: { direction: 'outbound', disposition: DISPOSITIONS[conversion]! },
      count: some.length,
      sums: { talkSec: BigInt(secondsIn(some)) },
    };
  };
  expect(tally).toEqual([outcome('no'), outcome('yes')]);
}
