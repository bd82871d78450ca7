import type { ImportProgress } from '@touchstream/importer';

const WIDTH = 24;

function line({
  file,
  fileNumber,
  files,
  line: at,
  lines,
  accepted,
  rejected,
  rowsPerSecond,
  secondsLeft,
}: ImportProgress): string {
  const part = lines === 0 ? 1 : at / lines;
  const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░');
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return `${bar} ${file} (${fileNumber}/${files}) ${Math.floor(part * 100)} %  ${accepted} in, ${rejected} refused, ${Math.round(rowsPerSecond)} rows/s${left}`;
}

/** A bar on standard error where that is a terminal; nothing where it is not. */
export function showProgress() {
  const isTerminal = process.stderr.isTTY;
  return {
    show: (progress: ImportProgress): void => {
      if (isTerminal) process.stderr.write(`\r\u001B[2K${line(progress)}`);
    },
    end: (): void => {
      if (isTerminal) process.stderr.write('\r\u001B[2K');
    },
  };
}
