import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { open, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { MOST_PATHS, parseMapping, UnreadableFile, type ImportOptions, type Mapping } from '@touchstream/importer';
import type { FastifyError, FastifyRequest } from 'fastify';
import { invalid, Problem, uploadLimits } from '@touchstream/platform';
import type { Share, UploadRoom } from './upload-room.js';

/** The files of an import, as they were uploaded. */
export interface UploadedFiles {
  readonly mapping: Mapping;
  readonly open: ImportOptions['open'];
  readonly remove: () => Promise<void>;
}

type Part = MultipartFile | MultipartValue;

/** All files that a mapping may name, and the mapping itself, which may come as a file too. */
export const MOST_FILES = MOST_PATHS + 1;

/** So much of a file is read at a time. */
const CHUNK = 65_536;

/**
 * Receives an import: the part `mapping` (YAML), then the files it names. They are streamed to the disk, for an import
 * reads each file twice: to check it, and to carry it out. There they have no names, so that they are gone when `remove`
 * is called, or the process ends, however it does; and they take of the room that all uploads share.
 */
export async function receive(parts: AsyncIterable<Part>, room: UploadRoom): Promise<UploadedFiles> {
  const files: FileHandle[] = [];
  const share = room.share();
  const remove = async () => {
    await Promise.all(files.map(file => file.close()));
    share.release();
  };
  try {
    let text: string | undefined;
    const stored = new Map<string, FileHandle>();
    for await (const part of formed(parts)) {
      if (part.type !== 'file') throw invalid({ parameter: part.fieldname, detail: 'is not a file' });
      if (part.fieldname === 'mapping') text = await textOf(part);
      else {
        const file = await unnamedFile();
        files.push(file);
        await writeFile(file, counted(formed<Buffer>(part.file), share));
        stored.set(part.filename, file);
      }
    }
    if (text === undefined) throw invalid({ parameter: 'mapping', detail: 'is required: the mapping, in YAML' });
    return { mapping: parseMapping(text), open: openOf(stored), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What comes of a file, for which there is room. */
async function* counted(content: AsyncIterable<Buffer>, { take }: Share): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    take(chunk.length);
    yield chunk;
  }
}

/**
 * The mapping is read as a file, as which it need not come: of a text, bytes that are no UTF-8 would become replacement
 * characters, and what was sent be changed.
 */
export const partsOf = (request: FastifyRequest): AsyncIterable<Part> =>
  request.parts({ isPartAFile: (field, _type, filename) => field === 'mapping' || filename !== undefined });

/** The text of the mapping. Of one that is too large, no more is read. */
async function textOf(part: MultipartFile): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of formed<Buffer>(part.file)) {
    size += chunk.length;
    if (size > uploadLimits.fieldSize) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (!isUtf8(bytes)) throw new Problem('malformed-request', 'the mapping is not well-formed UTF-8');
  return bytes.toString('utf8');
}

const tooLarge = () =>
  new Problem('payload-too-large', `the mapping is larger than ${uploadLimits.fieldSize / 1_048_576} MiB`);

const openOf =
  (stored: ReadonlyMap<string, FileHandle>) =>
  (name: string): Readable => {
    const file = stored.get(name);
    if (file === undefined) throw new UnreadableFile('no file of this name was sent');
    return Readable.from(contentOf(file), { objectMode: false });
  };

async function unnamedFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `touchstream-import-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/** From its beginning. A stream of the file itself would close it where it is left. */
async function* contentOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.allocUnsafe(CHUNK), position });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** What comes of a form. Throws a {@link Problem} where it cannot be read. */
async function* formed<T>(what: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* what;
  } catch (error) {
    const { code, statusCode } = error as FastifyError;
    if (code === 'FST_FILES_LIMIT') throw new Problem('payload-too-large', `an import has at most ${MOST_PATHS} files`);
    throw statusCode === 413 ? error : new Problem('malformed-request', 'the form cannot be read');
  }
}
