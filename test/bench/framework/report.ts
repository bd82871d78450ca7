import type { Bench } from './bench.js';
import type { Spread, Verdict } from './verdict.js';

/** A bench that could not run here, and why. */
export interface Skipped {
  readonly bench: string;
  readonly skipped: string;
}
export type Outcome = Verdict | Skipped;

const number = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
const range = ({ median, min, max, unit }: Spread): string =>
  min === max ? `${number(median)} ${unit}` : `${number(median)} ${unit} (${number(min)} to ${number(max)})`;
const bound = ({ direction, bar }: Bench): string => `${direction === 'at least' ? '≥' : '≤'} ${number(bar)}`;

const COLUMNS = ['bench', 'figure', 'bar', 'verdict', 'ours', 'base'] as const;

function cells(bench: Bench, outcome: Outcome): readonly string[] {
  if ('skipped' in outcome) return [bench.name, '', bound(bench), `skipped: ${outcome.skipped}`, '', ''];
  const { figure, met, ours, base } = outcome;
  return [bench.name, number(figure), bound(bench), met ? 'met' : 'missed', range(ours), range(base)];
}

/** A table for people at a terminal. */
export function table(benches: readonly Bench[], outcomes: readonly Outcome[]): string {
  const rows = [COLUMNS, ...outcomes.map((outcome, at) => cells(benches[at]!, outcome))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What a reader of one bench wants to know beside its row. */
export const details = (bench: Bench, outcome: Outcome): string =>
  [bench.figure, ...('skipped' in outcome ? [] : outcome.notes)].map(line => `  ${line}`).join('\n');

/** The table of the documentation. */
export function markdown(benches: readonly Bench[], outcomes: readonly Outcome[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [
    line(COLUMNS),
    line(COLUMNS.map(() => '---')),
    ...outcomes.map((outcome, at) => {
      const [name, ...rest] = cells(benches[at]!, outcome);
      return line([`\`${name}\``, ...rest]);
    }),
    '',
    ...outcomes.flatMap((outcome, at) => [
      `- \`${benches[at]!.name}\`: ${[benches[at]!.figure, ...('skipped' in outcome ? [] : outcome.notes)].join('; ')}.`,
    ]),
  ].join('\n');
}
