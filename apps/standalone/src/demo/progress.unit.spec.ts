import { beforeEach, describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

describe('progress', () => {
  let written: string[];
  const output = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) });
  beforeEach(() => {
    written = [];
  });

  it('is a bar on a terminal, written anew for each percent', () => {
    const progress = new Progress('Loading', 2000, output(true));
    for (let done = 1; done <= 2000; done += 1) progress.reached(done);
    progress.finishing('bringing the views up to date');
    progress.end('Loaded.');
    expect(written).toHaveLength(103);
    expect(written[0]).toBe('\r\u001B[KLoading [                              ]   0 %  0/2,000');
    expect(written[50]).toBe('\r\u001B[KLoading [===============               ]  50 %  1,000/2,000');
    expect(written[100]).toBe('\r\u001B[KLoading [==============================] 100 %  2,000/2,000');
    expect(written[101]).toBe('\r\u001B[KLoading: bringing the views up to date');
    expect(written[102]).toBe('\r\u001B[KLoaded.\n');
  });

  it('is a line at the start and one at the end elsewhere', () => {
    const progress = new Progress('Loading', 2000, output(false));
    for (let done = 1; done <= 2000; done += 1) progress.reached(done);
    progress.finishing('bringing the views up to date');
    progress.end('Loaded.');
    expect(written).toEqual(['Loading: 2,000 steps\n', 'Loaded.\n']);
  });
});
