import { describe, expect, it } from '@jest/globals';
import { isEmail } from 'class-validator';
import * as fc from 'fast-check';
import { checks, isCalendarDate, isInstant } from './checks.js';
import { compileValidator } from './validator.js';

const two = (number: number) => String(number).padStart(2, '0');
const anyDate = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);

describe('a calendar date', () => {
  it('is one that the calendar of the engine knows', () => {
    const known = (text: string) => {
      const date = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
    };
    fc.assert(
      fc.property(anyDate, text => expect(isCalendarDate(text)).toBe(known(text))),
      { numRuns: 2_000, examples: [['2024-02-29'], ['2023-02-29'], ['1900-02-29'], ['2000-02-29'], ['2026-04-31']] },
    );
  });
  it('is nothing else', () => {
    for (const text of ['', '2026-1-1', '2026-01-01T00:00:00Z', ' 2026-01-01', '20260101', '2026-00-10', '2026-13-10'])
      expect(isCalendarDate(text)).toBe(false);
  });
});

describe('an instant', () => {
  const body = compileValidator({ type: 'object', properties: { at: checks.instant.schema }, required: ['at'] });
  const canonical = (at: string) => {
    const value = { at };
    return body(value).length === 0 ? value.at : undefined;
  };

  it('is brought to UTC with milliseconds', () => {
    const date = fc.date({ min: new Date('1900-01-02'), max: new Date('2199-12-30'), noInvalidDate: true });
    fc.assert(fc.property(date, at => expect(canonical(at.toISOString())).toBe(at.toISOString())));
    expect(canonical('2026-03-08t09:00+01:00')).toBe('2026-03-08T08:00:00.000Z');
    expect(canonical('2026-03-08T09:00:00.123456Z')).toBe('2026-03-08T09:00:00.123Z');
    expect(canonical('2026-03-08T24:00:00.000Z')).toBe('2026-03-09T00:00:00.000Z');
  });

  it('is one that the engine can read, on a date that there is', () => {
    const part = (most: number) => fc.integer({ min: 0, max: most }).map(two);
    const time = fc.tuple(part(26), part(62), part(62)).map(parts => parts.join(':'));
    const ends = fc.constantFrom('Z', '.5Z', '.123456789Z', '+00:00', '-11:30');
    const years = (date: string) => Number(date.slice(0, 4)) >= 1901 && Number(date.slice(0, 4)) < 2199;
    fc.assert(
      fc.property(anyDate.filter(years), time, ends, (date, at, end) => {
        const text = `${date}T${at}${end}`;
        expect(isInstant(text)).toBe(isCalendarDate(date) && !Number.isNaN(Date.parse(text)));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is on a date and at a time that there are, from 1900 to 2199', () => {
    const wrong = ['2026-02-30T09:00:00Z', '2026-03-08T25:00:00Z', '2026-03-08T09:60:00Z', '1899-12-31T00:00:00Z'];
    for (const at of [...wrong, '2200-01-01T00:00:00Z', '2026-03-08T09:00:00', '2026-03-08', '']) {
      expect(isInstant(at)).toBe(false);
      expect(canonical(at)).toBeUndefined();
    }
  });
});

describe.each(Object.values(checks).map(check => [check.name, check] as const))('the check of %s', (_, check) => {
  it('takes or refuses any text', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code));
    const half = fc.integer({ min: 0xd800, max: 0xdfff }).map(code => String.fromCharCode(code));
    const piece = fc.constantFrom('a', '@', '.', 'example', '.com', '"', '<', '>', ' ', '+49', '2026-01-01', 'T', 'Z');
    const texts = fc.string({ unit: fc.oneof(unit, half, piece), maxLength: 12 });
    fc.assert(
      fc.property(texts, text => expect([true, false]).toContain(check.test(text))),
      { numRuns: 1_000, examples: [['a\ud800@example.com'], ['a@\udfff.com'], ['\ud800']] },
    );
  });
});

describe('the code of a country or of a currency', () => {
  it('is written in capitals', () => {
    const codes = ['DE', 'de', 'De', 'EUR', 'eur', 'jpy', 'XXY', ''];
    expect(codes.filter(checks.country.test)).toEqual(['DE']);
    expect(codes.filter(checks.currency.test)).toEqual(['EUR']);
  });
});

describe('an e-mail address', () => {
  it('is what class-validator takes for one', () => {
    const piece = fc.constantFrom(
      'a',
      'B7',
      '_',
      '-',
      '.',
      '@',
      'example',
      'com',
      'x'.repeat(60),
      'ü',
      ' ',
      '"',
      'xn--',
    );
    const pieces = fc.array(piece, { maxLength: 12 }).map(parts => parts.join(''));
    const near = fc
      .tuple(pieces, pieces, fc.constantFrom('.com', '.c', '.7m', '', '.museum'))
      .map(([a, b, end]) => `${a}@${b}${end}`);
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), near, pieces), text => {
        expect(checks.email.test(text)).toBe(isEmail(text));
      }),
      {
        numRuns: 5_000,
        examples: [['info7@company.example'], [`${'x'.repeat(60)}@a.de`], [`a@${'b'.repeat(70)}.de`], ['a.-b@c-.de']],
      },
    );
  });
});
