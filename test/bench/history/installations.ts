import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SideProcess } from '../framework/side-process.js';
import { freePort, ServerProcess } from '../../fixtures/server-process.js';
import type { HistoryOrder, open } from './write-history.side.js';

export type Histories = Pick<HistoryOrder, 'events' | 'of'>;

/** Histories, and servers' data folders with every view built from them: made once in a run, for all benches that ask. */
export class Installations {
  readonly #made = new Map<string, Promise<unknown>>();
  #root: Promise<string> | undefined;

  /** A file of events. Not to be written to: see {@link copyOf}. */
  async events({ events, of }: Histories): Promise<string> {
    const folder = await this.#folder(`${of}-${events}`, async into => {
      const writer = await SideProcess.start<typeof open>(
        new URL('./write-history.side.js', import.meta.url),
        undefined,
      );
      await writer.round({ path: join(into, 'events.db'), events, of });
      await writer.end();
    });
    return join(folder, 'events.db');
  }

  /** The data folder of a server that has caught up with all the events. Not to be written to. */
  async built(history: Histories): Promise<string> {
    return this.#folder(`${history.of}-${history.events}-built`, async into => {
      await copy(await this.events(history), join(into, 'events.db'));
      const server = new ServerProcess(into, await freePort());
      await server.start();
      await server.whenCaughtUp();
      await server.stop();
    });
  }

  /** A copy of such a folder, to be written to, in `into`. */
  async copyOf(folder: string, into: string): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const target = join(into, entry.parentPath.slice(folder.length));
      await mkdir(target, { recursive: true });
      await copy(join(entry.parentPath, entry.name), join(target, entry.name));
    }
  }

  async clear(): Promise<void> {
    const root = await this.#root;
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  }

  /** What several benches need is made once, under one name. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = (this.#made.get(name) as Promise<T> | undefined) ?? make();
    this.#made.set(name, known);
    return known;
  }

  #folder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
    return this.once(name, async () => {
      this.#root ??= mkdtemp(join(tmpdir(), 'touchstream-bench-'));
      const folder = join(await this.#root, name);
      await mkdir(folder);
      await fill(folder);
      return folder;
    });
  }
}

/** Shares the blocks where the file system can. */
const copy = (from: string, to: string) => copyFile(from, to, constants.COPYFILE_FICLONE);
