import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newEvents, newStream, readOn } from '../contract/samples.js';
import { EventStoreFenced, NO_STREAM, START } from '../event-store.js';
import { SqliteEventStore } from './index.js';

/** Sixteen writers, each with a stream of its own; prints `stream revision position id` of each append answered. */
const WRITER = `
  import { SqliteEventStore } from '@touchstream/event-store';
  import { uuidv7 } from '@touchstream/events';
  const store = await SqliteEventStore.open({ path: process.env.EVENTS });
  const write = async () => {
    const stream = 'thing-' + uuidv7();
    for (let expected = -1; ; expected += 1) {
      const id = uuidv7();
      const bytes = Buffer.from(id);
      const { revision, position } = await store.append(stream, expected, [
        { id, type: 'thing.happened', data: bytes, metadata: bytes },
      ]);
      process.stdout.write(stream + ' ' + revision + ' ' + position + ' ' + id + '\\n');
    }
  };
  Array.from({ length: 16 }, write).forEach(writer => writer.catch(error => {
    process.stdout.write(error.name + ': ' + error.message + '\\n');
  }));
`;

describe('a store among processes', () => {
  let folder: string;
  let path: string;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    path = join(folder, 'events.db');
    children = [];
  });
  afterEach(async () => {
    for (const child of children) await kill(child);
    rmSync(folder, { recursive: true });
  });

  /** Runs the writer from the built library; `setup` is shell that sets the process's limits. */
  const startWriter = (setup = ':') => {
    const child = spawn('/bin/sh', ['-c', `${setup}; exec "$0" --input-type=module -e "$SCRIPT"`, process.execPath], {
      cwd: import.meta.dirname,
      env: { PATH: process.env['PATH'], EVENTS: path, SCRIPT: WRITER },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout }) };
  };
  const kill = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  /** What the writer prints, until it is killed after so many lines. */
  const killAfter = async (count: number) => {
    const { child, lines } = startWriter();
    const printed: string[] = [];
    for await (const line of lines) {
      printed.push(line);
      if (printed.length === count) await kill(child);
    }
    return printed;
  };
  /** What is stored, as the writer prints it. */
  const storedLines = async (store: SqliteEventStore) =>
    (await readOn(store, { after: START, limit: 10_000 })).map(
      ({ stream, revision, position, id }) => `${stream} ${revision} ${position} ${id}`,
    );

  it('keeps every answered append when the writer is killed, and takes more afterwards', async () => {
    const answered: string[] = [];
    for (const count of [1, 40, 333, 1_500]) {
      answered.push(...(await killAfter(count)));
      const store = await SqliteEventStore.open({ path });
      const stored = await storedLines(store);
      const known = new Set(stored);
      expect(answered.filter(line => !known.has(line))).toEqual([]);
      expect(stored.map(line => line.split(' ')[2])).toEqual(stored.map((_, at) => String(at)));
      await store.append(newStream(), NO_STREAM, newEvents(1));
      await store.close();
    }
    expect(answered.length).toBeGreaterThanOrEqual(1_874);
  });

  it('refuses a second writer while the first lives, however the first ends; readers see what it writes', async () => {
    const { child, lines } = startWriter();
    await once(lines, 'line');
    await expect(SqliteEventStore.open({ path })).rejects.toThrow(EventStoreFenced);
    const reader = await SqliteEventStore.open({ path, readOnly: true });
    const head = await reader.head();
    for await (const batch of reader.subscribe({ after: head, limit: 10, signal: new AbortController().signal }))
      if (batch.position > head + 100n) break;
    await kill(child);
    await reader.ping();
    await reader.close();
    const writer = await SqliteEventStore.open({ path });
    expect(await writer.head()).toBeGreaterThan(head);
    await writer.close();
  });

  it('keeps what it answered for when the disk fails in the middle of a commit', async () => {
    // A limit on the size of files, in blocks of 512 bytes: writing beyond it fails as a broken disk does.
    const { child, lines } = startWriter('ulimit -f 2000');
    const printed: string[] = [];
    const isFailure = (line: string) => line.startsWith('EventStoreUnavailable');
    for await (const line of lines) {
      printed.push(line);
      if (printed.filter(isFailure).length === 16) await kill(child);
    }
    const answered = printed.filter(line => !isFailure(line));
    expect(new Set(printed.filter(isFailure))).toEqual(
      new Set([`EventStoreUnavailable: ${path}: the disk failed (SQLITE_IOERR_WRITE)`]),
    );
    expect(answered.length).toBeGreaterThan(0);
    const store = await SqliteEventStore.open({ path });
    expect((await storedLines(store)).sort()).toEqual(answered.sort());
    await store.append(newStream(), NO_STREAM, newEvents(1));
    await store.close();
  });
});
