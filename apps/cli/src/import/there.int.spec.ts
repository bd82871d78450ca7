import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseMapping, type ImportProgress } from '@touchstream/importer';
import { ServerSaid } from '../exit.js';
import { importThere } from './there.js';

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
