import { describe, expect, it } from '@jest/globals';
import { differences, samplesIn } from './samples.js';
import { curl } from './shell.js';

describe('reading documents', () => {
  it('pairs commands with the answers below them', () => {
    const text = 'a\n\n```sh\ncurl x\n```\n\nthen\n\n```json\n{ "a": 1 }\n```\n\n```sh\ncurl y\n```\n';
    expect(samplesIn(text)).toEqual([
      { line: 3, command: 'curl x', answer: { a: 1 } },
      { line: 13, command: 'curl y' },
    ]);
  });

  it('finds where an answer is not as documented', () => {
    expect(differences({ a: '…', b: [1, '…'] }, { a: 7, b: [1, 2, 3], c: 0 })).toEqual([]);
    expect(differences({ a: 1, b: [1] }, { a: 2, b: [1, 2] })).toEqual(['/a is 2, not 1', '/b has 2 items, not 1']);
    expect(differences({ a: { b: 1 } }, { a: {} })).toEqual(['/a/b is missing']);
  });

  it('reads curl commands', () => {
    expect(curl(`curl -X POST http://h/v1/x \\\n  -H 'X-Actor: ann' -d '{"a":1}'`)).toEqual({
      url: 'http://h/v1/x',
      method: 'POST',
      headers: { 'x-actor': 'ann' },
      body: '{"a":1}',
    });
    expect(curl(`curl -G http://h/v1/x --data-urlencode 'q=北京'`).url).toBe('http://h/v1/x?q=%E5%8C%97%E4%BA%AC');
  });
});
