import { describe, expect, it } from '@jest/globals';
import { busMessage } from '../contract/index.js';
import { runs, topicMessages } from './runs.js';

const messages = (count: number, bytes: number, keys: number) =>
  Array.from({ length: count }, (_, at) =>
    busMessage(at, { key: `c${at % keys}`, value: new Uint8Array(bytes).fill(at % 256) }),
  );
const sizes = (count: number, bytes: number, keys: number) =>
  [...runs(messages(count, bytes, keys))].map(run => run.length);

describe('the runs of a batch', () => {
  it('hold all of it, in order', () => {
    const all = messages(2_345, 900, 7);
    expect([...runs(all)].flat()).toEqual(all);
    expect([...runs([])]).toEqual([]);
  });
  it('are bounded by messages, by bytes, and by bytes of one key', () => {
    expect(sizes(2_500, 10, 500)).toEqual([1_000, 1_000, 500]);
    expect(sizes(40, 1_000_000, 40).every(size => size <= 4)).toBe(true);
    expect(sizes(100, 50_000, 1).every(size => size <= 10)).toBe(true);
    expect(sizes(80, 50_000, 8)).toEqual([80]);
  });
  it('take a message that is too large alone as one of its own', () => {
    expect(sizes(3, 5_000_000, 3)).toEqual([1, 1, 1]);
  });
  it('are one request: by topic, under the prefix', () => {
    const all = [busMessage(1), busMessage(2, { topic: 'crm.service.v1' }), busMessage(3)];
    expect(topicMessages(all, 'p.').map(({ topic, messages: some }) => [topic, some.length])).toEqual([
      ['p.crm.sales.v1', 2],
      ['p.crm.service.v1', 1],
    ]);
  });
});
