import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Records stand together in pieces of so many bytes; a larger record is a piece by itself. */
const PIECE = 32_768;
/** Full pieces of so many bytes go to the file together. */
const ENOUGH = 1_048_576;
/** So much of a pile is taken at a time. */
const SLICE = 16_777_216;

/** A piece in the file. */
interface Place {
  readonly begin: number;
  readonly size: number;
}

interface Pile {
  /** In memory until they are written. */
  full: (Buffer | Place)[];
  open: Buffer;
  used: number;
}

const NOTHING = Buffer.alloc(0);

/**
 * Bytes put on piles, each of which gives them back in the order in which it got them. What is more than a mebibyte goes to a file, in the
 * system's folder for temporary files, that has no name any more and so is gone with the process.
 */
export class Piles {
  private readonly piles: readonly Pile[];
  private waiting: { readonly pile: Pile; readonly at: number; readonly piece: Buffer }[] = [];
  /** What waits, in bytes. */
  private bytes = 0;
  private total = 0;
  private failure: unknown;
  private file: FileHandle | undefined;
  private end = 0;
  /** Pieces to be used again, and what is written or was read last: memory that comes and goes is not soon given back. */
  private readonly spare: Buffer[] = [];
  private block = NOTHING;
  private slice = NOTHING;

  constructor(
    count: number,
    private readonly folder = tmpdir(),
  ) {
    this.piles = Array.from({ length: count }, () => ({ full: [], open: NOTHING, used: 0 }));
  }

  /** All that has been put on them, in bytes. */
  get size(): number {
    return this.total;
  }

  /** Puts a record on a pile. */
  put(number: number, record: Uint8Array): void {
    const pile = this.piles[number]!;
    if (pile.used + record.length > pile.open.length) {
      this.fill(pile);
      pile.open = (record.length <= PIECE && this.spare.pop()) || Buffer.allocUnsafe(Math.max(PIECE, record.length));
    }
    pile.open.set(record, pile.used);
    pile.used += record.length;
    this.total += record.length;
  }

  /** Why no more can be written; what has been put on them is not lost by that. */
  get trouble(): unknown {
    return this.failure;
  }

  /** To be called now and then: has what has come together written, as long as that can be done. */
  async relieve(): Promise<void> {
    if (this.bytes < ENOUGH || this.failure !== undefined) return;
    try {
      await this.write();
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * The records of a pile, one behind the other: all of them together, or so many at a time that they are not too much for memory. They
   * are valid until more are asked for. Nothing may be put on it any more.
   */
  async *take(number: number): AsyncGenerator<Buffer> {
    const pile = this.piles[number]!;
    this.fill(pile);
    const { full } = pile;
    pile.full = [];
    pile.open = NOTHING;
    for (let from = 0; from < full.length;) {
      let size = 0;
      const pieces: { readonly piece: Buffer | Place; readonly at: number }[] = [];
      for (; from < full.length && (size === 0 || size + sizeOf(full[from]!) <= SLICE); from += 1) {
        pieces.push({ piece: full[from]!, at: size });
        size += sizeOf(full[from]!);
      }
      if (this.slice.length < size) this.slice = Buffer.allocUnsafe(size);
      await Promise.all(pieces.map(({ piece, at }) => this.read(piece, this.slice.subarray(at, at + sizeOf(piece)))));
      yield this.slice.subarray(0, size);
    }
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }

  private async write(): Promise<void> {
    const file = (this.file ??= await unnamedFile(this.folder));
    const { waiting, bytes } = this;
    if (this.block.length < bytes) this.block = Buffer.allocUnsafe(bytes);
    let size = 0;
    for (const { piece } of waiting) size += piece.copy(this.block, size);
    for (let written = 0; written < size;)
      written += (await file.write(this.block, written, size - written, this.end + written)).bytesWritten;
    this.waiting = [];
    this.bytes = 0;
    for (const { pile, at, piece } of waiting) {
      pile.full[at] = { begin: this.end, size: piece.length };
      this.end += piece.length;
      const whole = Buffer.from(piece.buffer);
      if (whole.length === PIECE) this.spare.push(whole);
    }
  }

  private fill(pile: Pile): void {
    if (pile.used === 0) return;
    const piece = pile.open.subarray(0, pile.used);
    this.waiting.push({ pile, at: pile.full.length, piece });
    pile.full.push(piece);
    this.bytes += piece.length;
    pile.used = 0;
  }

  private async read(piece: Buffer | Place, into: Buffer): Promise<void> {
    if (!('begin' in piece)) return into.set(piece);
    for (let read = 0; read < piece.size;) {
      const { bytesRead } = await this.file!.read(into, read, piece.size - read, piece.begin + read);
      if (bytesRead === 0) throw new Error('a temporary file has lost its end');
      read += bytesRead;
    }
  }
}

const sizeOf = (piece: Buffer | Place): number => ('begin' in piece ? piece.size : piece.length);

async function unnamedFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `touchstream-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
