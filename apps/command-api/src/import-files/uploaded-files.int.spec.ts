import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UploadRoom } from './upload-room.js';
import { receive } from './uploaded-files.js';

async function* partsOf(...parts: readonly object[]) {
  for (const part of parts) yield part as MultipartFile | MultipartValue;
}
const file = (fieldname: string, content: Iterable<Buffer>, filename = 'name') => ({
  type: 'file',
  fieldname,
  filename,
  file: Readable.from(content),
});

const ample = new UploadRoom(2 ** 30);

describe('the mapping of an upload', () => {
  it('is read no further than a mapping can be long', async () => {
    function* endless() {
      for (;;) yield Buffer.alloc(65_536, ' ');
    }
    const received = receive(partsOf(file('mapping', endless())), ample);
    await expect(received).rejects.toMatchObject({
      kind: 'payload-too-large',
      detail: expect.stringContaining('1 MiB'),
    });
  });

  it('is not taken where it is no UTF-8', async () => {
    const received = receive(partsOf(file('mapping', [Buffer.from('name: Caf\xe9', 'latin1')])), ample);
    await expect(received).rejects.toMatchObject({
      kind: 'malformed-request',
      detail: 'the mapping is not well-formed UTF-8',
    });
  });
});

describe('the files of an upload', () => {
  const { TMPDIR } = process.env;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uploaded-files-'));
    process.env['TMPDIR'] = folder;
  });
  afterEach(async () => {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    await rm(folder, { recursive: true });
  });

  const mapping = () =>
    file('mapping', [
      Buffer.from(`
name: People
source: test
files:
  - name: people
    path: people.csv
    format: csv
    columns: { name: }
    commands: [{ command: RegisterCustomer, key: '{name}', fields: { kind: person, name: '{name}' } }]
`),
    ]);
  const bytes = async (files: Awaited<ReturnType<typeof receive>>) => buffer(await files.open('people.csv'));

  it('have no name on the disk, and are read from the beginning each time, though one was left half way', async () => {
    const content = Buffer.alloc(200_000, 'name\nAnn\n');
    const files = await receive(partsOf(mapping(), file('files', [content, content], 'people.csv')), ample);
    expect(await readdir(folder)).toEqual([]);
    for await (const first of await files.open('people.csv')) {
      expect(first).toEqual(content.subarray(0, (first as Buffer).length));
      break;
    }
    for (let time = 0; time < 2; time += 1)
      expect((await bytes(files)).equals(Buffer.concat([content, content]))).toBe(true);
    await files.remove();
    await expect(bytes(files)).rejects.toMatchObject({ code: 'EBADF' });
  });

  it('take of the room that all uploads share, as long as they are there', async () => {
    const room = new UploadRoom(300_000);
    const content = Buffer.alloc(200_000, 'name\nAnn\n');
    const upload = (...chunks: Buffer[]) => receive(partsOf(mapping(), file('files', chunks, 'people.csv')), room);
    const first = await upload(content);
    await expect(upload(content)).rejects.toMatchObject({ kind: 'overloaded' });
    await expect(upload(content, content)).rejects.toMatchObject({ kind: 'overloaded' });
    await first.remove();
    await expect(upload(content, content)).rejects.toMatchObject({ kind: 'payload-too-large' });
    await (await upload(content)).remove();
  });
});
