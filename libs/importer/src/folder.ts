import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { UnreadableFile } from './reading/index.js';

/** Opens the files of a mapping in a folder. Throws `UnreadableFile` for one that is not there or may not be read. */
export const filesIn =
  (folder: string) =>
  async (path: string): Promise<Readable> => {
    const found = join(folder, path);
    try {
      await (await open(found)).close();
    } catch (error) {
      throw new UnreadableFile(`${found} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
    return createReadStream(found);
  };
