import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alternate } from '../framework/alternate.js';
import { CannotRun, type Bench } from '../framework/bench.js';
import type { Lab } from '../framework/lab.js';
import { ratio } from '../framework/statistics.js';
import { mappingFile, realData, realDataFolder } from '../../fixtures/real-data.js';
import type { open as openAppends } from '../base/appends.side.js';
import type { open as openImport } from '../sides/import.side.js';

const FILE = 'CDNOW_master.txt';
const sizes = {
  smoke: { lines: 200 },
  moderate: { lines: 10_000 },
  full: { lines: Infinity },
};

/** The first lines of the purchases, in a folder of their own. */
async function purchases(lab: Lab): Promise<string> {
  const data = realData('cdnow');
  if (data === undefined)
    throw new CannotRun(`there is no cdnow in ${realDataFolder()}; TOUCHSTREAM_DATA may say where it is`);
  const { lines } = lab.sized(sizes);
  const all = (await readFile(join(data, FILE), 'utf8')).split('\n');
  const folder = await lab.folder();
  await writeFile(join(folder, FILE), all.slice(0, lines).join('\n'));
  return folder;
}

export const importing: Bench = {
  name: 'import',
  figure: 'rows/s of the importer on the purchases of a shop ÷ appending the same events directly',
  bar: 0.6,
  direction: 'at least',
  async run(lab) {
    const data = await purchases(lab);
    const importer = await lab.side<typeof openImport>(new URL('../sides/import.side.js', import.meta.url), {
      mapping: mappingFile('cdnow'),
      data,
    });
    const first = join(await lab.folder(), 'events.db');
    const { rows } = await importer.round(first);
    const appends = await lab.side<typeof openAppends>(new URL('../base/appends.side.js', import.meta.url), {
      events: first,
    });
    const perSecond = (work: (path: string) => Promise<number>) => () =>
      lab.inFolder(async folder => rows / (await work(join(folder, 'events.db'))));
    const measured = await alternate(lab, {
      ours: perSecond(async path => (await importer.round(path)).seconds),
      base: perSecond(path => appends.round(path)),
    });
    const ours = { values: measured.ours, unit: 'rows/s' };
    const base = { values: measured.base, unit: 'rows/s' };
    return {
      figure: ratio(ours, base),
      ours,
      base,
      notes: [`${rows} rows of the CDNOW data, in one process without a server`],
    };
  },
};
