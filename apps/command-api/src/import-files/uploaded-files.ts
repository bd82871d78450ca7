import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { parseMapping, UnreadableFile, type ImportOptions, type Mapping } from '@touchstream/importer';
import type { FastifyError } from 'fastify';
import { invalid, Problem, uploadLimits } from '@touchstream/platform';

/** The files of an import, as they were uploaded, in a folder of their own. */
export interface UploadedFiles {
  readonly mapping: Mapping;
  readonly open: ImportOptions['open'];
  readonly remove: () => Promise<void>;
}

type Part = MultipartFile | MultipartValue;

/**
 * Receives an import: the part `mapping` (YAML), then the files it names. They are streamed to a temporary folder, for
 * an import reads each file twice: to check it, and to carry it out. There they have numbers: what they are called is
 * the caller's to choose. `remove` deletes them.
 */
export async function receive(parts: AsyncIterable<Part>): Promise<UploadedFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstream-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    let text: string | undefined;
    const stored = new Map<string, string>();
    let number = 0;
    for await (const part of formed(parts)) {
      if (part.fieldname === 'mapping') text = await textOf(part);
      else if (part.type === 'file') {
        const path = join(folder, String((number += 1)));
        await store(part, path);
        stored.set(part.filename, path);
      } else throw invalid({ parameter: part.fieldname, detail: 'is not a file' });
    }
    if (text === undefined) throw invalid({ parameter: 'mapping', detail: 'is required: the mapping, in YAML' });
    return { mapping: parseMapping(text), open: openOf(stored), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The text of the mapping, which may come as a file. Of one that is too large, no more is read. */
async function textOf(part: Part): Promise<string> {
  if (part.type === 'field') {
    if (part.valueTruncated) throw tooLarge();
    return String(part.value);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of formed<Buffer>(part.file)) {
    size += chunk.length;
    if (size > uploadLimits.fieldSize) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const tooLarge = () =>
  new Problem('payload-too-large', `the mapping is larger than ${uploadLimits.fieldSize / 1_048_576} MiB`);

const openOf =
  (stored: ReadonlyMap<string, string>) =>
  (name: string): Readable => {
    const path = stored.get(name);
    if (path === undefined) throw new UnreadableFile('no file of this name was sent');
    return createReadStream(path);
  };

const store = ({ file }: MultipartFile, path: string): Promise<void> =>
  pipeline(formed<Buffer>(file), createWriteStream(path));

/** What comes of a form. Throws a {@link Problem} where it cannot be read. */
async function* formed<T>(what: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* what;
  } catch (error) {
    throw (error as FastifyError).statusCode === 413
      ? error
      : new Problem('malformed-request', 'the form cannot be read');
  }
}
