import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { UnreadableFile } from './reading/index.js';

/** Throws `UnreadableFile` for a file that is not there or may not be read, and for a folder. */
export async function ensureReadable(path: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new UnreadableFile(`${path} cannot be read: ${why}`);
  };
  const file = await open(path).catch((error: NodeJS.ErrnoException) => refuse(error.code ?? error.message));
  try {
    if ((await file.stat()).isDirectory()) refuse('EISDIR');
  } finally {
    await file.close();
  }
}

/** Opens the files of a mapping in a folder. Throws as {@link ensureReadable} does. */
export const filesIn =
  (folder: string) =>
  async (path: string): Promise<Readable> => {
    const found = join(folder, path);
    await ensureReadable(found);
    return createReadStream(found);
  };
