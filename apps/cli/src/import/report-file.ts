import { open } from 'node:fs/promises';
import { reportTo, type RefusedRow } from '@touchstream/importer';

/** The report cannot be written. */
export class ReportUnwritable extends Error {
  override readonly name = 'ReportUnwritable';
}

export interface ReportFile {
  readonly add: (row: RefusedRow) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Opens the file of a report. Throws {@link ReportUnwritable}, and so does `add`. */
export async function openReport(path: string): Promise<ReportFile> {
  const refuse = (error: NodeJS.ErrnoException): never => {
    throw new ReportUnwritable(`${path} cannot be written: ${error.code ?? error.message}`);
  };
  const file = await open(path, 'w').catch(refuse);
  const add = await reportTo(text => file.appendFile(text).catch(refuse));
  return { add, close: () => file.close().catch(refuse) };
}
