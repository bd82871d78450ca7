import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseMapping, type ImportProgress } from '@touchstream/importer';
import { ServerSaid } from '../exit.js';
import { detailOf, importThere } from './there.js';

const examples = fileURLToPath(new URL('../../../../examples/', import.meta.url));
const text = readFileSync(`${examples}customers.yaml`, 'utf8');

describe('an import by a running server', () => {
  let server: Server;
  afterEach(() => new Promise(resolve => server.close(resolve)));

  /** Starts an import by a server that tells this, and then breaks off. */
  const importedBy = async (told: string) => {
    server = createServer((request, response) => {
      request.resume().once('end', () => response.write(told, () => response.destroy()));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const heard: ImportProgress[] = [];
    const task = {
      text,
      mapping: parseMapping(text),
      from: examples,
      actor: 'ann',
      signal: new AbortController().signal,
      onProgress: (progress: ImportProgress) => void heard.push(progress),
    };
    const failed = await importThere(`http://127.0.0.1:${port}`, task).catch((error: unknown) => error);
    return { heard, failed };
  };

  it.each([
    ['between two lines', ''],
    ['within a line', '{"refused":'],
  ])('that breaks off %s ends with one plain line', async (_, rest) => {
    const { heard, failed } = await importedBy(`{"progress":{"file":"customers.csv"}}\n${rest}`);
    expect(heard).toEqual([{ file: 'customers.csv' }]);
    expect(failed).toBeInstanceOf(ServerSaid);
    expect((failed as Error).message).toBe('the server stopped half way; run the import again to go on');
  });
});

describe('what a server refuses', () => {
  const told = (problem: object) => detailOf(Response.json(problem, { status: 400 }));

  it('is said once', async () => {
    const errors = [{ parameter: 'files', detail: 'people.csv: the file is empty: it has no header line' }];
    expect(await told({ detail: `files ${errors[0]!.detail}`, errors })).toBe(`files ${errors[0]!.detail}`);
  });

  it('is said in full', async () => {
    const errors = [{ detail: 'line 3: files/0 is wrong' }, { detail: 'line 9: source is missing' }];
    expect(await told({ detail: 'the mapping cannot be used', errors })).toBe(
      'the mapping cannot be used\nline 3: files/0 is wrong\nline 9: source is missing',
    );
    expect(await told({ detail: 'there is no such view' })).toBe('there is no such view');
  });
});
