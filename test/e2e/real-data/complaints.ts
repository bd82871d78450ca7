import { join } from 'node:path';
import { expect } from '@jest/globals';
import { cases as casesView } from '@touchstream/views';
import { countBy, rowsOf, type Row } from './files.js';
import { byKey, expectSame, type Reading } from './reading.js';

/** The ticket whose customer is compared by hand. */
const SHOWN = '250635';

/** Which lines a part of the complaints keeps. */
export const isInPartOfComplaints = (line: string, at: number): boolean =>
  at % 10 === 0 || line.startsWith(`${SHOWN},`);

/** What the file says: one row a ticket. */
export type Complaints = readonly Row[];
export const complaintsIn = (folder: string): Promise<Complaints> => rowsOf(join(folder, 'complaints.csv'));

/** Expects the figures that are known of this data. */
export function expectKnownComplaints(complaints: Complaints): void {
  expect(byKey(complaints, row => row['Ticket #']!).size).toBe(2_224);
  expect(countBy(complaints, row => row['Status']!)).toEqual({ Solved: 973, Closed: 734, Open: 363, Pending: 154 });
  expect(countBy(complaints, row => row['Received Via']!)).toEqual({ 'Customer Care Call': 1_119, Internet: 1_105 });
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const STATUSES: Readonly<Record<string, string>> = {
  Solved: 'resolved',
  Closed: 'closed',
  Open: 'open',
  Pending: 'responded',
};

const channelOf = (row: Row) => (row['Received Via'] === 'Internet' ? 'web' : 'phone');

/** `22-Apr-15` and `3:53:50 PM` as an instant. */
function filedAt({ Date_month_year: day, Time: time }: Row): string {
  const [date, month, year] = day!.split('-');
  const [, hour, rest, half] = /^(\d+)(:\d\d:\d\d) ([AP])M$/.exec(time!)!;
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  const number = (of: number) => String(of).padStart(2, '0');
  return `20${year}-${number(MONTHS.indexOf(month!) + 1)}-${date}T${number(hours)}${rest}.000Z`;
}

interface Case {
  readonly number: string;
  readonly subject: string;
  readonly status: string;
  readonly channel: string;
  readonly openedAt: string;
  readonly notes: number;
  readonly customerId: string;
}

/** Expects the read side to say what the file says: every ticket through HTTP. */
export async function expectComplaints(reading: Reading, complaints: Complaints): Promise<void> {
  const cases = await reading.list<Case>('/v1/cases?kind=complaint');
  expect(countBy(cases, one => one.status)).toEqual(countBy(complaints, row => STATUSES[row['Status']!]!));
  expect(countBy(cases, one => one.channel)).toEqual(countBy(complaints, channelOf));
  const found = byKey(cases, one => one.number);
  expectSame(
    new Map(
      [...found].map(([number, { subject, status, channel, openedAt, notes }]) => [
        number,
        [subject, status, channel, openedAt, notes],
      ]),
    ),
    new Map(
      complaints.map(row => [
        `FCC-${row['Ticket #']}`,
        [
          row['Customer Complaint']!.trim(),
          STATUSES[row['Status']!]!,
          channelOf(row),
          filedAt(row),
          row['Filing on Behalf of Someone'] === 'Yes' ? 1 : 0,
        ],
      ]),
    ),
  );
  expect(new Set(cases.map(one => one.customerId)).size).toBe(complaints.length);
  const tally = await reading.views.tally(casesView, { where: [], groupBy: ['kind', 'status'], sum: [] });
  expect(countBy(cases, one => one.status)).toEqual(
    Object.fromEntries(tally.map(({ group, count }) => [group['status'], count])),
  );
  const [shown] = await reading.list<Case>(`/v1/cases?number=FCC-${SHOWN}`);
  expect(await reading.get(`/v1/customers/${shown!.customerId}`)).toMatchObject({
    profile: { name: `Complainant of ticket ${SHOWN}`, country: 'US' },
    addresses: [{ city: 'Abingdon', region: 'Maryland', postcode: '21009' }],
    counts: { complaints: 1, cases: 0 },
    openCases: [],
  });
}
