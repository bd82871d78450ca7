import type { ImportResult } from '@touchstream/importer';

const ENDINGS: Readonly<Record<ImportResult['status'], string>> = {
  completed: '',
  interrupted: 'Interrupted: run it again to go on.',
  unavailable: 'The event store did not answer: run it again to go on.',
};

/** Prints what an import came to. `accepted + rejected = rows`. */
export function showResult(
  { dryRun, status, files, millis, ...total }: ImportResult,
  report: string | undefined,
): void {
  const columns = ['rows', 'accepted', 'rejected', 'unchanged', 'commands', 'events'] as const;
  const row = (of: Readonly<Record<(typeof columns)[number], number>>) =>
    Object.fromEntries(columns.map(name => [name, of[name]]));
  console.table(Object.fromEntries([...files.map(one => [one.file, row(one)] as const), ['all', row(total)]]));
  console.log(
    `${dryRun ? 'Checked, nothing written' : 'Imported'} in ${(millis / 1000).toFixed(1)} s. ${ENDINGS[status]}`,
  );
  if (total.rejected > 0)
    console.log(
      report === undefined
        ? 'Add --report <file> for the refused rows and the reasons.'
        : `The refused rows are in ${report}.`,
    );
}
