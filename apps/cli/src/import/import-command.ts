import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { ensureReadable, parseMapping, UnreadableFile, type ImportResult } from '@touchstream/importer';
import { actorName, positive, serverUrl } from '../arguments.js';
import { EXIT } from '../exit.js';
import { importHere } from './here.js';
import { importThere } from './there.js';
import { showProgress } from './progress.js';
import { openReport } from './report-file.js';
import { showResult } from './summary.js';
import { pathsOf } from './task.js';

interface Options {
  readonly from?: string;
  readonly dryRun: boolean;
  readonly report?: string;
  readonly url?: string;
  readonly actor: string;
  readonly concurrency?: number;
  readonly json: boolean;
}

/** `touchstream import <mapping>` */
export const importCommand = new Command('import')
  .description('import files as a mapping says')
  .argument('<mapping>', 'the mapping, a YAML file')
  .option('--from <folder>', 'where the files of the mapping are; beside the mapping where it is left out')
  .option('--dry-run', 'check every row and write nothing', false)
  .option('--report <file>', 'write the refused rows to this CSV file')
  .option('--url <url>', 'send the import to a running server, as http://127.0.0.1:3000', serverUrl)
  .option('--actor <actor>', 'who imports', actorName, 'integration:import')
  .addOption(
    new Option('--concurrency <rows>', 'how many rows are under way at a time; a running server decides itself')
      .argParser(positive)
      .conflicts('url'),
  )
  .option('--json', 'print the result as JSON', false)
  .addHelpText(
    'after',
    '\nExit code 0: every row is in. 2: some rows were refused. 1: it stopped half way; run it again to go on.',
  )
  .action(run);

async function run(path: string, options: Options): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${path} cannot be read: ${error.code ?? error.message}`);
  });
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const { url, actor, dryRun, concurrency, from = dirname(path) } = options;
  const mapping = parseMapping(text);
  const files = pathsOf(mapping).map(one => join(from, one));
  for (const file of files) await ensureReadable(file);
  const report = options.report === undefined ? undefined : await openReport(options.report, [path, ...files]);
  const progress = showProgress();
  const task = {
    text,
    mapping,
    from,
    actor,
    dryRun,
    signal: stopping.signal,
    onProgress: progress.show,
    ...(report && { onRefused: report.add }),
    ...(concurrency !== undefined && { concurrency }),
  };
  const result = await (url === undefined ? importHere(task) : importThere(url, task)).finally(progress.end);
  await report?.close();
  if (options.json) console.log(JSON.stringify(result));
  else showResult(result, options.report);
  process.exitCode = exitCodeOf(result);
}

function exitCodeOf({ status, rejected }: ImportResult): number {
  if (status !== 'completed') return 1;
  return rejected > 0 ? EXIT.rowsRefused : 0;
}
