import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { filesIn, parseMapping, type Mapping } from '@touchstream/importer';
import { invalid, Problem, uploadLimits } from '@touchstream/platform';

/** The files of an import, as they were uploaded, in a folder of their own. */
export interface UploadedFiles {
  readonly mapping: Mapping;
  readonly open: ReturnType<typeof filesIn>;
  readonly remove: () => Promise<void>;
}

type Part = MultipartFile | MultipartValue;

/** A file name as mappings give it: within the folder, nowhere else. */
const NAME = /^(?!\.)[^/\\\0]{1,200}$/;

/**
 * Receives an import: the part `mapping` (YAML), then the files it names. They are streamed to a temporary folder, for
 * an import reads each file twice: to check it, and to carry it out. `remove` deletes them.
 */
export async function receive(parts: AsyncIterable<Part>): Promise<UploadedFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstream-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    let text: string | undefined;
    for await (const part of parts) {
      if (part.fieldname === 'mapping') text = await textOf(part);
      else if (part.type === 'file') await store(folder, part);
      else throw invalid({ parameter: part.fieldname, detail: 'is not a file' });
    }
    if (text === undefined) throw invalid({ parameter: 'mapping', detail: 'is required: the mapping, in YAML' });
    return { mapping: parseMapping(text), open: filesIn(folder), remove };
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
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > uploadLimits.fieldSize) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const tooLarge = () =>
  new Problem('payload-too-large', `the mapping is larger than ${uploadLimits.fieldSize / 1_048_576} MiB`);

async function store(folder: string, { filename, file }: MultipartFile): Promise<void> {
  if (!NAME.test(filename))
    throw invalid({ parameter: 'files', detail: 'must have plain names, as the mapping gives them' });
  await pipeline(file, createWriteStream(join(folder, filename)));
}
