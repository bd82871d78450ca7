import { describe, expect, it } from '@jest/globals';
import { compileValidator, eventCatalogue, schemaOf, type Validator } from '@touchstream/events';
import { fold, views } from '@touchstream/views';
import { Random } from '../../fixtures/random.js';
import { envelopeOf } from './batches.js';
import { BUSIEST, customerIds, customersOnly, History, REGULAR, type HistoryAppend } from './history.js';
import { zipf } from './zipf.js';

const COUNT = 5_000;
const history = [...new History(COUNT)];
const events = history.map((one, at) => envelopeOf(one, BigInt(at)));
const validators = new Map<string, Validator>();

function faults({ event: { type, data } }: HistoryAppend): readonly unknown[] {
  const validate = validators.get(type) ?? compileValidator(schemaOf(eventCatalogue.get(type)!));
  validators.set(type, validate);
  return validate(JSON.parse(new TextDecoder().decode(data)));
}

describe('a made-up history', () => {
  it('is as long as asked for, and the same each time', () => {
    const told = (all: readonly HistoryAppend[]) =>
      all.map(({ stream, event: { id, data } }) => `${stream} ${id} ${Buffer.from(data).toString()}`).join('\n');
    expect(history).toHaveLength(COUNT);
    expect(told([...new History(COUNT)]) === told(history)).toBe(true);
  });
  it('keeps to the contracts', () => {
    expect(history.flatMap(faults)).toEqual([]);
    expect([...customersOnly(50)].flatMap(faults)).toEqual([]);
  });
  it('counts each stream from its beginning, and gives no id twice', () => {
    const revisions = new Map<string, number>();
    const wrong = history.filter(({ stream, expectedRevision }) => {
      const last = revisions.get(stream) ?? -1;
      revisions.set(stream, expectedRevision + 1);
      return expectedRevision !== last;
    });
    expect(wrong).toEqual([]);
    expect(new Set(history.map(({ event }) => event.id)).size).toBe(COUNT);
  });
  it('begins each customer with its registration', () => {
    const known = new Set<string>();
    const early = events.filter(({ type, customerId = '' }) => {
      if (type === 'customer.registered') known.add(customerId);
      return !known.has(customerId);
    });
    expect(early).toEqual([]);
    for (const id of customerIds(COUNT)) expect(known).toContain(id);
  });
  it('has 1,000 events of one customer, and more of the busiest than of any other but that one', () => {
    const counts = new Map<string, number>();
    for (const { customerId = '' } of events) counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
    expect(counts.get(REGULAR)).toBeGreaterThanOrEqual(1_000);
    expect(counts.get(REGULAR)).toBeLessThan(1_010);
    counts.delete(REGULAR);
    expect(Math.max(...counts.values())).toBe(counts.get(BUSIEST));
  });
  it('can be folded by every view, none of which is left without documents but those of what it has not', () => {
    const empty = views.filter(view => fold(view, events).size === 0).map(view => view.name);
    expect(empty.sort()).toEqual(['imports', 'price-books', 'products', 'sales-processes']);
  });
});

it('draws the ranks of Zipf’s law', () => {
  const random = new Random(1);
  const counts = new Map<number, number>();
  for (let draw = 0; draw < 100_000; draw += 1) {
    const rank = zipf(random, 1_000);
    counts.set(rank, (counts.get(rank) ?? 0) + 1);
  }
  expect(Math.min(...counts.keys())).toBe(0);
  expect(Math.max(...counts.keys())).toBe(999);
  expect(counts.get(0)! / counts.get(9)!).toBeGreaterThan(6);
  expect(counts.get(0)! / counts.get(9)!).toBeLessThan(9);
});
