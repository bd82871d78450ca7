/** Rows from the first to the last, both included. */
export type RowRange = readonly [first: number, last: number];

/**
 * A set of row numbers as sorted ranges that neither overlap nor touch. Rows that come in order make one range, however
 * many they are, so that remembering a hundred thousand rows costs what remembering one does.
 */
export type RowRanges = readonly RowRange[];

/** The place of the last range that begins at or before the row; -1 where none does. */
function placeOf(ranges: RowRanges, row: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]![0] <= row) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const hasRow = (ranges: RowRanges, row: number): boolean => {
  const range = ranges[placeOf(ranges, row)];
  return range !== undefined && row <= range[1];
};

/** The set with one more row; the same set where it has the row. */
export function withRow(ranges: RowRanges, row: number): RowRanges {
  const place = placeOf(ranges, row);
  const before = ranges[place];
  const after = ranges[place + 1];
  if (before !== undefined && row <= before[1]) return ranges;
  const touchesBefore = before !== undefined && before[1] === row - 1;
  const touchesAfter = after !== undefined && after[0] === row + 1;
  const joined: RowRange = [touchesBefore ? before[0] : row, touchesAfter ? after[1] : row];
  return ranges.toSpliced(touchesBefore ? place : place + 1, Number(touchesBefore) + Number(touchesAfter), joined);
}
