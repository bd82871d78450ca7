import type { RefusedRow } from './result.js';

/** The columns of the report. */
const REPORT_COLUMNS = ['file', 'row', 'column', 'value', 'reason', 'done'] as const;
/** Of a longer value, the report shows the beginning. */
const LONGEST_VALUE = 500;

/** A spreadsheet takes a text that begins so for a formula and runs it: an apostrophe in front keeps it a text. */
const FORMULA = /^[=+\-@\t\r]/;

function field(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`;

/** The first line of the report, with the mark that lets spreadsheets know it is UTF-8. */
export const reportHeader = (): string => `\uFEFF${line(REPORT_COLUMNS)}`;

/**
 * A refused row as lines of a CSV report, one for each thing that is wrong with it. `row` is the line of the file on
 * which the row begins; `done` names the commands of the row that had been carried out before one was refused. It shows
 * values, so it may hold personal data.
 */
export const reportLines = ({ file, row, faults, done }: RefusedRow): string =>
  faults
    .map(({ column = '', value = '', reason }) =>
      line([file, String(row), column, value.slice(0, LONGEST_VALUE), reason, done.join(' ')]),
    )
    .join('');

/** Begins a report; what it gives is what `onRefused` takes. One text is written after the other, and fails where `write` does. */
export async function reportTo(
  write: (text: string) => Promise<unknown>,
): Promise<(row: RefusedRow) => Promise<unknown>> {
  await write(reportHeader());
  let written: Promise<unknown> = Promise.resolve();
  return row => (written = written.then(() => write(reportLines(row))));
}
