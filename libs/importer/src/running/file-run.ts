import { importIdOf } from '@touchstream/domain';
import { EventStoreUnavailable } from '@touchstream/event-store';
import { openRows } from '../reading/index.js';
import type { CheckedFile } from './checked-file.js';
import { FileImport } from './file-import.js';
import { noJournal, StreamJournal, type Journal } from './journal.js';
import { Meter } from './meter.js';
import type { ImportOptions } from './options.js';
import { reading } from './reading.js';
import { recordedStart } from './recorded.js';
import type { FileResult, ImportProgress, ImportStatus } from './result.js';
import { DrySender, LiveSender, refusalIn, type Sender } from './sender.js';

/** A command that is to be carried out before the rows of a file was refused: nothing of the file was imported. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

const DEFAULT_CONCURRENCY = 512;

/** Where the rows of a file go. */
interface Target {
  readonly importId: string | undefined;
  readonly sender: Sender;
  readonly startJournal: () => Promise<Journal>;
}

function target(options: ImportOptions, checked: CheckedFile): Target {
  const { mapping, commands, tenantId, actor, dryRun, patience } = options;
  if (dryRun === true) return { importId: undefined, sender: new DrySender(), startJournal: async () => noJournal };
  const start = recordedStart(mapping, checked);
  const importId = importIdOf({ fileHash: start.fileHash, mappingHash: start.mappingHash, dryRun: false });
  const sender = new LiveSender({ commands, tenantId, actor, importId, ...(patience && { patience }) });
  return { importId, sender, startJournal: () => StreamJournal.start(sender, commands, { importId, ...start }) };
}

/** The commands that come before the rows. Throws {@link ImportRefused}. */
async function sendBefore({ before, file }: CheckedFile, sender: Sender): Promise<number> {
  let events = 0;
  for (const command of before)
    try {
      events += await sender.send(command);
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal === undefined) throw error;
      throw new ImportRefused(`${file.name}: ${command.plan.known.name} before the rows: ${refusal.reason}`);
    }
  return events;
}

/** Imports one file, from its start to its completion. */
export async function runFile(
  options: ImportOptions,
  checked: CheckedFile,
  place: Pick<ImportProgress, 'fileNumber' | 'files'>,
): Promise<{ readonly result: FileResult; readonly status: ImportStatus }> {
  const { clock = Date.now, onProgress: tell = ignore, onRefused = ignore } = options;
  const { concurrency = DEFAULT_CONCURRENCY, signal } = options;
  const { file, planner, lines } = checked;
  const { sender, startJournal, importId } = target(options, checked);
  const meter = new Meter({ ...place, file: file.name, lines }, { clock, tell });
  const onLine = (line: number) => meter.read(line, rows);
  const rows = new FileImport({ file: file.name, planner, sender, concurrency, signal, onRefused, onLine, clock });
  let events = 0;
  const carryOut = async (): Promise<ImportStatus> => {
    const journal = await startJournal();
    events += await sendBefore(checked, sender);
    const ended = await reading(file.path, options.open, async bytes => rows.run(await openRows(file, bytes), journal));
    if (ended) await journal.complete();
    return ended ? 'completed' : 'interrupted';
  };
  const status = await carryOut().catch((error: unknown): ImportStatus => {
    if (error instanceof EventStoreUnavailable) return 'unavailable';
    throw error;
  });
  const { accepted, rejected, unchanged } = rows;
  const result = {
    file: file.name,
    kind: file.kind ?? file.name,
    importId,
    rows: accepted + rejected,
    accepted,
    rejected,
    // A dry run does not ask what is there.
    unchanged: importId === undefined ? 0 : unchanged,
    commands: sender.sent,
    events: events + rows.events,
    millis: meter.millis(),
  };
  return { result, status };
}

const ignore = () => undefined;
