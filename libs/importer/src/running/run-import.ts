import { checkFiles } from './checked-file.js';
import { runFile } from './file-run.js';
import type { ImportOptions } from './options.js';
import type { Counts, FileResult, ImportResult, ImportStatus } from './result.js';

/**
 * Imports the files of a mapping, in order. All files are looked at before the first row is carried out. Each row is
 * checked whole before its first command is sent; one that is refused is told of, and the next one goes on. Run again,
 * it adds what is missing and nothing else.
 *
 * Throws `FileDoesNotFit` and `UnreadableFile` before anything is written, `ImportRefused` where a command before the
 * rows is refused, a `Refusal` where the import was taken back, and what `open` throws.
 */
export async function runImport(options: ImportOptions): Promise<ImportResult> {
  const { mapping, dryRun = false, clock = Date.now } = options;
  const started = clock();
  const checked = await checkFiles(options);
  const files: FileResult[] = [];
  let status: ImportStatus = 'completed';
  for (const [at, one] of checked.entries()) {
    const run = await runFile(options, one, { fileNumber: at + 1, files: checked.length });
    files.push(run.result);
    status = run.status;
    if (status !== 'completed') break;
  }
  const sum = (count: keyof Counts) => files.reduce((total, one) => total + one[count], 0);
  return {
    mapping: mapping.name,
    dryRun,
    status,
    rows: sum('rows'),
    accepted: sum('accepted'),
    rejected: sum('rejected'),
    unchanged: sum('unchanged'),
    commands: sum('commands'),
    events: sum('events'),
    millis: clock() - started,
    files,
  };
}
