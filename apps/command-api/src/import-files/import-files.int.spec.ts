import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandService } from '@touchstream/command-service';
import { SqliteEventStore, type EventStore } from '@touchstream/event-store';
import { MOST_PATHS } from '@touchstream/importer';
import { commandMetrics, createHttpApp, createLogger, createRegistry } from '@touchstream/platform';
import { CommandApiModule } from '../command-api.module.js';
import { writeProblemTranslations } from '../problems.js';

const MAPPING = `
name: People
source: test
files:
  - name: people
    path: people.csv
    format: csv
    columns: { name: }
    commands: [{ command: RegisterCustomer, key: '{name}', fields: { kind: person, name: '{name}' } }]
`;

class WriteSide {}

let folder: string;
let store: SqliteEventStore;
let app: Awaited<ReturnType<typeof createHttpApp>>;
let log: Record<string, unknown>[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-files-'));
  store = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  log = [];
});
afterEach(async () => {
  await app.close();
  await store.close();
  await rm(folder, { recursive: true });
});

async function start(eventStore: EventStore): Promise<void> {
  const logger = createLogger('write-side', 'info', { write: line => void log.push(JSON.parse(line)) });
  const registry = createRegistry('write-side');
  const service = new CommandService({ store: eventStore });
  const metrics = commandMetrics(registry);
  const commandApi = CommandApiModule.with({ service, tenantId: 'main', uploadsLimit: 2 ** 20, metrics, logger });
  app = await createHttpApp({
    module: { module: WriteSide, imports: [commandApi] },
    logger,
    registry,
    openapi: { info: { title: 'Write side', version: '0', description: '' } },
    translations: writeProblemTranslations,
  });
  await app.listen(0, '127.0.0.1');
}

/** The store, but that it takes what begins an import and nothing after it. */
function broken(): EventStore {
  let appends = 0;
  return Object.assign(Object.create(store) as EventStore, {
    append: async (...args: Parameters<EventStore['append']>) => {
      if ((appends += 1) > 1) throw new TypeError('it is broken');
      return store.append(...args);
    },
    readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
  });
}

const file = (content = 'name\nAnn\n') => new Blob([content]);
/** Sends the mapping as a file, too, and gives the lines of the answer. */
async function send(files: Readonly<Record<string, Blob>>) {
  const form = new FormData();
  form.set('mapping', file(MAPPING), 'people.yaml');
  for (const [name, content] of Object.entries(files)) form.append('files', content, name);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const headers = { 'x-actor': 'ann', 'x-correlation-id': 'import-1' };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/import-runs`, { method: 'POST', headers, body: form });
  const lines = (await answer.text()).trim().split('\n');
  return { status: answer.status, lines: lines.map(line => JSON.parse(line) as object) };
}

describe('an import over HTTP', () => {
  it('that fails half way tells so in its last line, and the log why, under one correlation id', async () => {
    await start(broken());
    expect((await send({ 'people.csv': file() })).lines).toEqual([
      { progress: expect.objectContaining({ line: 2 }) },
      { problem: expect.objectContaining({ type: '/problems/internal-error', correlationId: 'import-1' }) },
    ]);
    expect(log.filter(({ level }) => level === 'error')).toMatchObject([
      {
        correlationId: 'import-1',
        route: '/v1/import-runs',
        problem: 'internal-error',
        error: { name: 'TypeError', message: 'it is broken' },
      },
    ]);
  });

  it('takes all files that a mapping may name, and says how many those are', async () => {
    await start(store);
    const others = Array.from({ length: MOST_PATHS - 1 }, (_, at) => [`${at}.csv`, file()]);
    const all = { 'people.csv': file(), ...Object.fromEntries(others) };
    expect((await send(all)).lines.at(-1)).toMatchObject({ result: { accepted: 1 } });
    expect(await send({ ...all, 'more.csv': file() })).toMatchObject({
      status: 413,
      lines: [{ type: '/problems/payload-too-large', detail: 'an import has at most 70 files' }],
    });
  });
});
