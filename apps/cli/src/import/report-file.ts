import { open, stat } from 'node:fs/promises';
import { reportTo, type RefusedRow } from '@touchstream/importer';

/** The report cannot be written. */
export class ReportUnwritable extends Error {
  override readonly name = 'ReportUnwritable';
}

/** The report would be written over what is imported. */
export class ReportOverInput extends Error {
  override readonly name = 'ReportOverInput';
}

export interface ReportFile {
  readonly add: (row: RefusedRow) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the file of a report on these inputs. Throws {@link ReportOverInput} before anything is written;
 * {@link ReportUnwritable}, and so does `add`.
 */
export async function openReport(path: string, inputs: readonly string[]): Promise<ReportFile> {
  await ensureApart(path, inputs);
  const refuse = (error: NodeJS.ErrnoException): never => {
    throw new ReportUnwritable(`${path} cannot be written: ${error.code ?? error.message}`);
  };
  const file = await open(path, 'w').catch(refuse);
  const add = await reportTo(text => file.appendFile(text).catch(refuse));
  return { add, close: () => file.close().catch(refuse) };
}

/** Two paths may lead to one file, by a link say. */
async function ensureApart(path: string, inputs: readonly string[]): Promise<void> {
  const report = await stat(path, { bigint: true }).catch(() => undefined);
  for (const input of inputs) {
    const { dev, ino } = await stat(input, { bigint: true });
    if (dev === report?.dev && ino === report.ino)
      throw new ReportOverInput(`the report ${path} would be written over ${input}, which is to be imported`);
  }
}
