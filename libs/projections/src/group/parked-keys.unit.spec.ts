import { expect, it } from '@jest/globals';
import type { Parked } from '@touchstream/view-store';
import { ParkedKeys } from './parked-keys.js';

const at = '2026-03-01T12:00:00.000Z';
const parked = (key: string, position: bigint): Parked => ({
  view: 'chains',
  key,
  position,
  eventId: `${position}`,
  type: 'sales-process.published',
  stream: 'sales-process-p',
  revision: 0,
  reason: 'behind',
  parkedAt: at,
});

it('tell of each parked key the first event, also where a later one was known before', () => {
  const keys = new ParkedKeys(new Map([['p', { count: 1, oldest: at, first: 5n }]]));
  keys.add([parked('p', 3n), parked('p', 7n), parked('q', 4n), parked('q', 6n)]);
  expect([...keys.tallies]).toEqual([
    ['p', { count: 3, oldest: at, first: 3n }],
    ['q', { count: 2, oldest: at, first: 4n }],
  ]);
});
