import { readFile } from 'node:fs/promises';
import { CommandService } from '@touchstream/command-service';
import { SqliteEventStore } from '@touchstream/event-store';
import { filesIn, parseMapping, runImport } from '@touchstream/importer';
import type { OpenSide } from '../framework/side.js';

export interface ImportOptions {
  /** The mapping's file. */
  readonly mapping: string;
  /** The folder of the files that it names. */
  readonly data: string;
}
export interface Imported {
  readonly rows: number;
  readonly seconds: number;
}

/** Imports files into a new store, whose path a round takes. */
export const open = (async ({ mapping: mappingFile, data }: ImportOptions) => {
  const mapping = parseMapping(await readFile(mappingFile, 'utf8'));
  return {
    round: async (path: string): Promise<Imported> => {
      const store = await SqliteEventStore.open({ path });
      const started = performance.now();
      const { rows, accepted } = await runImport({
        mapping,
        open: filesIn(data),
        commands: new CommandService({ store }),
        tenantId: 'main',
        actor: { id: 'bench', kind: 'integration' },
      });
      const seconds = (performance.now() - started) / 1000;
      await store.close();
      if (accepted < rows) throw new Error(`${rows - accepted} rows were refused`);
      return { rows, seconds };
    },
  };
}) satisfies OpenSide<ImportOptions, string, Imported>;
