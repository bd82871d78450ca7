import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { derivedId, uuidv7 } from './ids.js';

const V7 = '01a2084d-812d-7d99-9e15-185d7f273983';
const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

/** The milliseconds in a UUIDv7, or undefined for any other text. */
const timeOf = (id: string): number | undefined =>
  FORM.test(id) && id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;

describe('a UUIDv7', () => {
  it('keeps its time', () => {
    fc.assert(
      fc.property(time, now => {
        const id = uuidv7(now);
        expect(id).toMatch(FORM);
        expect(timeOf(id)).toBe(now);
      }),
    );
  });

  it('is a new one each time', () => {
    const ids = Array.from({ length: 10_000 }, () => uuidv7(0));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has every variant digit, and random bits everywhere else', () => {
    const ids = Array.from({ length: 1_000 }, () => uuidv7(0).replaceAll('-', ''));
    for (let at = 13; at < 32; at += 1) expect(new Set(ids.map(id => id[at])).size).toBe(at === 16 ? 4 : 16);
  });
});

describe('a derived id', () => {
  it('is the one it has always been: events and records are found by it', () => {
    expect(derivedId(V7, 'customer')).toBe('01a2084d-812d-7b0c-a673-aaf43532d4a2');
    expect(derivedId(V7, 'customer-x/0')).toBe('01a2084d-812d-766c-9158-500673f51b6e');
    expect(derivedId('import/abc', 'm1/run')).toBe('b9b85586-dc12-83a2-9c34-a7e0e8875bfd');
    expect(derivedId('idempotency-key/main', 'k-1')).toBe('23c264fb-dc86-8ad1-9941-390e5912f0d1');
  });

  it('is SHA-256 over both, with the time of a UUIDv7', () => {
    const id = fc.oneof(fc.string({ unit: 'binary' }), time.map(uuidv7));
    fc.assert(
      fc.property(id, fc.string({ unit: 'binary' }), (from, label) => {
        const derived = derivedId(from, label);
        expect(derived).toMatch(FORM);
        expect(timeOf(derived)).toBe(timeOf(from));
        const bytes = createHash('sha256').update(from).update('\0').update(label).digest('hex');
        expect(derived.slice(24)).toBe(bytes.slice(20, 32));
      }),
    );
  });
});
