import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANYTHING, differences, samplesIn, type Sample } from '../docs/samples.js';
import { curl } from '../docs/shell.js';
import { TestServer } from '../fixtures/server.js';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENTED_AT = 'http://127.0.0.1:3000';
const documents = ['README.md', ...readdirSync(join(ROOT, 'docs/guides')).map(name => `docs/guides/${name}`)];
const samples = documents.map(name => ({ name, samples: samplesIn(readFileSync(join(ROOT, name), 'utf8')) }));
const requestsIn = (all: readonly Sample[]) => all.filter(({ command }) => command.startsWith('curl '));

let server: TestServer;
/** The position of the last write, which documents call $POSITION. */
let position = '';

beforeAll(async () => {
  server = await TestServer.start({ demo: true });
}, 180_000);
afterAll(() => server.dispose());

async function answerTo(command: string): Promise<unknown> {
  const { url, method, headers, body } = curl(command.replaceAll('$POSITION', position));
  const abort = new AbortController();
  const response = await fetch(url.replace(DOCUMENTED_AT, server.url), {
    method,
    headers,
    signal: abort.signal,
    ...(body === undefined ? {} : { body }),
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    const { value } = await response.body!.getReader().read();
    abort.abort();
    return Buffer.from(value!).toString();
  }
  const answer = (await response.json()) as { position?: string };
  if (method === 'POST' && answer.position !== undefined) position = answer.position;
  return answer;
}

const withRequests = samples.filter(({ samples: all }) => requestsIn(all).length > 0);

describe.each(withRequests)('the requests of $name', ({ samples: all }) => {
  const requests = requestsIn(all);
  for (const { line, command, answer } of requests)
    it(`line ${line}: ${command.split('\n')[0]!.slice(0, 100)}`, async () => {
      const actual = await answerTo(command);
      // Where no answer is documented there must be one all the same.
      expect(differences(answer ?? ANYTHING, actual)).toEqual([]);
      expect(actual).toBeTruthy();
    });
});

describe('every command of the documents', () => {
  it.each(samples)('of $name is run by a test', ({ samples: all }) => {
    const known = /^(curl |npm ci && npm (start|test)$|npx touchstream |npm run |(mv|cp -r|rm -f) \.\/)/;
    const strange = all.filter(({ command }) => !command.split(/(?<!\\)\n/).every(one => known.test(one)));
    expect(strange).toEqual([]);
  });
});
