import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** A file's SHA-256 in hex, and how many lines it has. */
export interface Fingerprint {
  readonly hash: string;
  readonly lines: number;
}

const LINE_FEED = 10;

function lineFeeds(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

export async function fingerprint(bytes: Readable): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let lines = 0;
  let last = LINE_FEED;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    lines += lineFeeds(chunk);
    last = chunk.at(-1) ?? last;
  }
  return { hash: hash.digest('hex'), lines: last === LINE_FEED ? lines : lines + 1 };
}

/** The SHA-256 of a value's JSON, in hex. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
