import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WriterThread } from './index.js';

/** Adds what it is given to a sum that it begins with, unless it is to fail or to end. */
const MODULE = `
  import { carryOut } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
  carryOut(({ from, counter }) => {
    let sum = from;
    return request => {
      Atomics.add(counter, 0, 1);
      if (request === 'fail') throw Object.assign(new RangeError('too much'), { code: 'E_MUCH' });
      if (request === 'end') process.exit();
      if (request.buffer !== undefined) return request.length;
      return (sum += request);
    };
  });
`;

describe('a thread that writes', () => {
  let folder: string;
  let thread: WriterThread<number | string | Uint8Array, number>;
  const data = { from: 10, counter: new Int32Array(new SharedArrayBuffer(4)) };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'writer-thread-'));
    const path = join(folder, 'thread.mjs');
    writeFileSync(path, MODULE);
    data.from = 10;
    data.counter[0] = 0;
    thread = new WriterThread({ module: pathToFileURL(path), data, ended: reason => new Error(`ended: ${reason}`) });
  });
  afterEach(async () => {
    await thread.close();
    rmSync(folder, { recursive: true });
  });

  it('carries out one request after the other', async () => {
    expect(await Promise.all([thread.ask(1), thread.ask(2), thread.ask(3)])).toEqual([11, 13, 16]);
    expect(await thread.ask(4)).toBe(20);
  });

  it('takes what is transferred', async () => {
    const bytes = new Uint8Array(5);
    expect(await thread.ask(bytes, [bytes.buffer])).toBe(5);
    expect(bytes).toHaveLength(0);
  });

  it('tells of an error, gives up what came after it, and begins anew', async () => {
    const [before, failed, after] = await Promise.allSettled([thread.ask(1), thread.ask('fail'), thread.ask(2)]);
    expect(before).toEqual({ status: 'fulfilled', value: 11 });
    expect(failed).toMatchObject({ reason: { name: 'RangeError', code: 'E_MUCH', message: 'too much' } });
    expect(after).toMatchObject({ reason: { message: 'ended: too much' } });
    data.from = 50;
    expect(await thread.ask(1)).toBe(51);
    // What was given up has not been carried out by the thread that failed either.
    expect(data.counter[0]).toBe(3);
  });

  it('gives up what it was asked where it ends, and begins anew', async () => {
    const asked = await Promise.allSettled([thread.ask('end'), thread.ask(1)]);
    expect(asked.map(one => (one as PromiseRejectedResult).reason.message)).toEqual([
      'ended: it ended',
      'ended: it ended',
    ]);
    expect(await thread.ask(1)).toBe(11);
  });

  it('is closed when it has carried out what it was asked', async () => {
    const asked = thread.ask(1);
    await thread.close();
    expect(await asked).toBe(11);
    await expect(thread.ask(1)).rejects.toThrow('ended: it has been closed');
    await thread.close();
  });
});
