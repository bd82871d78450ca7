import { Readable } from 'node:stream';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { describe, expect, it } from '@jest/globals';
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

describe('the mapping of an upload', () => {
  it('is read no further than a mapping can be long', async () => {
    function* endless() {
      for (;;) yield Buffer.alloc(65_536, ' ');
    }
    const received = receive(partsOf(file('mapping', endless())));
    await expect(received).rejects.toMatchObject({
      kind: 'payload-too-large',
      detail: expect.stringContaining('1 MiB'),
    });
  });

  it('is not taken where a part of it alone has come', async () => {
    const received = receive(partsOf({ type: 'field', fieldname: 'mapping', value: 'name: x', valueTruncated: true }));
    await expect(received).rejects.toMatchObject({ kind: 'payload-too-large' });
  });
});
