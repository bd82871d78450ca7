import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataSets, realData, type DataSet } from '../../fixtures/real-data.js';
import { isInPartOfCalls } from './calls.js';
import { isInPartOfComplaints } from './complaints.js';
import { linesOf } from './files.js';
import { isInPartOfPurchases } from './purchases.js';
import { isInPartOfSales } from './sales.js';

interface Part {
  readonly isIn: (line: string, at: number) => boolean;
  /** The first line names the columns. */
  readonly hasHeader: boolean;
}

/** The files of which a part is enough; all others are taken whole. */
const parts: Readonly<Record<string, Part>> = {
  'sales_pipeline.csv': { isIn: isInPartOfSales, hasHeader: true },
  'complaints.csv': { isIn: isInPartOfComplaints, hasHeader: true },
  'bank-additional.csv': { isIn: isInPartOfCalls, hasHeader: true },
  'CDNOW_master.txt': { isIn: isInPartOfPurchases, hasHeader: false },
};

/** Writes parts of the real data into a folder, the same each time, and tells where each is. */
export async function partsOfRealData(into: string): Promise<(set: DataSet) => string> {
  const folderOf = (set: DataSet) => join(into, set);
  for (const set of dataSets) {
    await mkdir(folderOf(set));
    for (const file of await readdir(realData(set)!)) {
      const lines = await linesOf(join(realData(set)!, file));
      const { isIn, hasHeader } = parts[file] ?? { isIn: () => true, hasHeader: true };
      const header = hasHeader ? 1 : 0;
      const kept = [...lines.slice(0, header), ...lines.slice(header).filter(isIn)];
      await writeFile(join(folderOf(set), file), kept.map(line => `${line}\n`).join(''));
    }
  }
  return folderOf;
}
