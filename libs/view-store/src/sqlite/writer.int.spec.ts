import { describe, expect, it } from '@jest/globals';
import { StaleCommit, ViewStoreUnavailable } from '../view-store.js';
import { Writer } from './writer.js';
import { revived, told } from './writer-messages.js';

describe('the thread that writes', () => {
  it('is begun anew where it has ended, and what was asked of it is to be tried again', async () => {
    const writer = new Writer({ path: 'views.db' }, new URL('data:text/javascript,process.exit(3)'));
    const asked = [1n, 2n].map(token => writer.ask('release', { name: 'views', token }));
    for (const one of asked) await expect(one).rejects.toThrow(ViewStoreUnavailable);
    await expect(writer.ask('release', { name: 'views', token: 3n })).rejects.toThrow('has ended');
    await writer.close();
    await expect(writer.ask('release', { name: 'views', token: 4n })).rejects.toThrow('is closed');
  });

  it('is one, begun before it is asked for anything', async () => {
    const answers = `import { parentPort, threadId } from 'node:worker_threads';
      parentPort.on('message', ({ id, method }) => {
        parentPort.postMessage({ id, result: threadId });
        if (method === 'close') parentPort.close();
      });`;
    const writer = new Writer({ path: 'views.db' }, new URL(`data:text/javascript,${encodeURIComponent(answers)}`));
    writer.start();
    writer.start();
    const own = () => writer.ask('release', { name: 'views', token: 1n }) as Promise<unknown>;
    const [first, second] = [await own(), await own()];
    writer.start();
    expect([first, second, await own()]).toEqual([first, first, first]);
    await writer.close();
  });

  it('gives errors back as they were thrown', () => {
    const sent = (error: unknown) => revived(structuredClone(told(error)));
    expect(sent(new StaleCommit('behind'))).toBeInstanceOf(StaleCommit);
    expect(sent(new TypeError('no key'))).toBeInstanceOf(TypeError);
    const odd = Object.assign(new Error('odd'), { name: 'SqliteError', code: 'SQLITE_CONSTRAINT' });
    expect(sent(odd)).toMatchObject({ name: 'SqliteError', message: 'odd', code: 'SQLITE_CONSTRAINT' });
  });
});
