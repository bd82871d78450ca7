import type { Readable } from 'node:stream';
import type { ImportOptions } from './options.js';

/** Reads a file and closes it, for one that is not read to its end stays open, and keeps its place on the disk. */
export async function reading<T>(
  path: string,
  open: ImportOptions['open'],
  read: (bytes: Readable) => Promise<T>,
): Promise<T> {
  const bytes = await open(path);
  try {
    return await read(bytes);
  } finally {
    bytes.destroy();
  }
}
