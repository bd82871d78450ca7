import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Column } from '../mapping/mapping.js';
import { cleaner, Unfit } from './clean.js';
import type { LookupTable } from './lookup.js';
import { instantOf } from './zones.js';

const teams: LookupTable = { header: ['agent', 'manager', 'office'], rows: new Map([['Ann', ['Ann', 'Bob', '']]]) };
const codes: LookupTable = { header: ['code', 'name'], rows: new Map([['0nn', ['0nn', 'found']]]) };
const tables = new Map(Object.entries({ teams, codes }));
const clean = (column: Column, text: string) => {
  const value = cleaner(column, tables)(text);
  return value instanceof Unfit ? { unfit: value.reason } : value;
};

describe('the cleaning of a column', () => {
  it('trims, unless told not to', () => {
    expect(clean({}, '  a b ')).toBe('a b');
    expect(clean({ trim: false }, ' a ')).toBe(' a ');
  });

  it('takes some texts for nothing, fills in what is empty, and refuses what must not be', () => {
    expect(clean({}, '   ')).toBeUndefined();
    expect(clean({ empty: ['n/a', '999'] }, 'n/a')).toBeUndefined();
    expect(clean({ empty: ['999'], default: 'none' }, '999')).toBe('none');
    expect(clean({ default: 0 }, '')).toBe(0);
    expect(clean({ required: true }, ' ')).toEqual({ unfit: 'must not be empty' });
  });

  it('replaces the texts of its table and leaves others', () => {
    const column = { map: { GTXPro: 'GTX Pro', Won: true, constructor: 'c' } };
    expect(clean(column, 'GTXPro')).toBe('GTX Pro');
    expect(clean(column, 'Won')).toBe(true);
    expect(clean(column, 'toString')).toBe('toString');
    expect(clean({ map: { gone: '' } }, 'gone')).toBeUndefined();
  });

  it('does the steps one after the other: replaces, pads, fills in, looks up, and then refuses what is empty', () => {
    expect(clean({ map: { Boston: '2101', Berlin: 10115 }, pad: 6 }, 'Boston')).toBe('002101');
    expect(clean({ map: { Boston: '2101', Berlin: 10115 }, pad: 6 }, 'Berlin')).toBe(10115);
    expect(clean({ map: { 'n/a': '' }, pad: 3, default: 'x' }, 'n/a')).toBe('x');
    expect(clean({ empty: ['n/a'], map: { 'n/a': 'y' }, default: 'x' }, 'n/a')).toBe('x');
    expect(clean({ map: { A: 'nn' }, pad: 3, lookup: 'codes.name' }, 'A')).toBe('found');
    expect(clean({ default: '0nn', lookup: 'codes.name' }, '')).toBe('found');
    expect(clean({ lookup: 'teams.office', default: 'x', required: true }, 'Ann')).toEqual({
      unfit: 'must not be empty',
    });
  });

  it('looks values up, and refuses what is not in the table', () => {
    expect(clean({ lookup: 'teams.manager' }, ' Ann ')).toBe('Bob');
    expect(clean({ lookup: 'teams.office' }, 'Ann')).toBeUndefined();
    expect(clean({ lookup: 'teams.manager' }, '')).toBeUndefined();
    expect(clean({ lookup: 'teams.manager' }, 'Eve')).toEqual({ unfit: 'is not in the table teams' });
  });

  it('holds the whole text against a pattern', () => {
    expect(clean({ pattern: '[A-Z]{2}' }, 'AB')).toBe('AB');
    expect(clean({ pattern: 'A|B' }, 'AB')).toEqual({ unfit: 'is not written as A|B' });
  });

  it('takes a long text as text, and as nothing else', () => {
    const long = '1'.repeat(201);
    expect(clean({}, long)).toBe(long);
    const types = ['id', 'integer', 'number', 'decimal', 'boolean', 'date', 'instant'] as const;
    for (const column of [{ pattern: '1*' }, ...types.map(type => ({ type }))])
      expect(clean(column, long)).toEqual({ unfit: 'is longer than 200 characters' });
    expect(clean({ type: 'decimal' }, long.slice(1))).toBe(long.slice(1));
  });

  // A matcher that goes back would take some 2^40 steps or more for each of these.
  it.each([
    '(a|a)+',
    '((a)+)+',
    '(a|aa)+',
    '(a+)+',
    '(.*)*x',
    '(?:a|a?)+',
    '(a|a){60}',
    '(a?){100}a{100}',
    '.*.*.*.*.*.*.*.*x',
  ])('says at once that a long text is not written as %s', pattern => {
    expect(clean({ pattern }, `${'a'.repeat(199)}!`)).toEqual({ unfit: `is not written as ${pattern}` });
  });

  it('makes identifiers', () => {
    expect(clean({ type: 'id' }, 'Mei-Mei Johns')).toBe('mei-mei-johns');
    expect(clean({ type: 'id' }, ' José Núñez, Jr. ')).toBe('jose-nunez-jr.');
    expect(clean({ type: 'id' }, '(Ünbekannt)')).toBe('unbekannt');
    expect(clean({ type: 'id' }, '王小明')).toEqual({ unfit: 'has no letter or digit to make an identifier of' });
  });

  it('reads truth values', () => {
    for (const yes of ['Yes', 'TRUE', 'y', '1']) expect(clean({ type: 'boolean' }, yes)).toBe(true);
    for (const no of ['No', 'false', 'N', '0']) expect(clean({ type: 'boolean' }, no)).toBe(false);
    expect(clean({ type: 'boolean' }, 'maybe')).toEqual({ unfit: 'is neither yes nor no' });
  });
});

describe('numbers', () => {
  it.each<[Column, string, unknown]>([
    [{}, '12.50', '12.5'],
    [{}, '007', '7'],
    [{}, '+0.0', '0'],
    [{}, '-0.10', '-0.1'],
    [{ groupMark: ',' }, '1,234,567.89', '1234567.89'],
    [{ decimalMark: ',', groupMark: '.' }, '1.234,5', '1234.5'],
    [{ shift: 6 }, '1100.04', '1100040000'],
    [{ shift: 2 }, '1.234', '123.4'],
    [{ shift: -2 }, '5', '0.05'],
    [{ shift: -2 }, '-1234.5', '-12.345'],
    [{}, '999999999999999999.99', '999999999999999999.99'],
  ])('as %j reads %s', (notation, text, value) => {
    expect(clean({ type: 'decimal', ...notation }, text)).toBe(value);
  });

  it.each<[Column, string]>([
    [{}, '1,5'],
    [{}, '1e3'],
    [{}, '.5'],
    [{}, '1.2.3'],
    [{}, '٣'],
    [{ groupMark: ',' }, '12,34'],
    [{ groupMark: ',' }, '1,2345'],
    [{ decimalMark: ',' }, '1.5'],
  ])('as %j refuses %s', (notation, text) => {
    expect(clean({ type: 'decimal', ...notation }, text)).toEqual({ unfit: 'is not a number' });
  });

  it('never changes the worth of a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (whole, shift) => {
        expect(clean({ type: 'integer', shift }, String(whole))).toBe(whole === 0 ? 0 : whole * 10 ** shift);
        const back = clean(
          { type: 'decimal', shift: -shift },
          clean({ type: 'decimal', shift }, `${whole}.5`) as string,
        );
        expect(back).toBe(`${whole}.5`);
      }),
    );
  });

  it('keeps whole numbers whole, and refuses what a number cannot keep', () => {
    expect(clean({ type: 'integer' }, '12')).toBe(12);
    expect(clean({ type: 'integer' }, '12.0')).toBe(12);
    expect(clean({ type: 'integer', decimalMark: ',', groupMark: '.' }, '1.234,0')).toBe(1234);
    expect(clean({ type: 'integer' }, '12.5')).toEqual({ unfit: 'is not a whole number' });
    expect(clean({ type: 'number' }, '-0.25')).toBe(-0.25);
    expect(clean({ type: 'integer' }, '9007199254740993')).toEqual({ unfit: 'has more digits than a number can keep' });
  });
});

describe('dates', () => {
  const readDate = (format: string | string[], text: string, more: Column = {}) =>
    clean({ type: 'date', format, ...more }, text);
  const readInstant = (format: string, text: string, more: Column = {}) =>
    clean({ type: 'instant', format, ...more }, text);

  it.each([
    ['M/D/YYYY', '3/1/2017', '2017-03-01'],
    ['M/D/YYYY', '12/31/2017', '2017-12-31'],
    ['YYYYMMDD', '20210101', '2021-01-01'],
    ['DD-MMM-YY', '04-Aug-15', '2015-08-04'],
    ['DD-MMM-YY', '04-aug-69', '1969-08-04'],
    ['D. MMMM YYYY', '2. February 2024', '2024-02-02'],
    ['ddd, DD.MM.YYYY', 'Thu, 29.02.2024', '2024-02-29'],
    ['[Day] D [of] MM/YYYY', 'Day 7 of 02/2024', '2024-02-07'],
  ])('written as %s reads %s', (format, text, value) => {
    expect(readDate(format, text)).toBe(value);
  });

  it.each([
    ['M/D/YYYY', '2/30/2017'],
    ['M/D/YYYY', '13/1/2017'],
    ['DD-MMM-YY', '31-Jun-15'],
    ['DD-MMM-YY', '01-Foo-15'],
    ['YYYY-MM-DD', '2017-1-1'],
    ['YYYY-MM-DD', '2017-01-01x'],
    ['ddd, DD.MM.YYYY', 'Wed, 29.02.2024'],
    ['YYYY-MM-DD', '0024-05-01'],
    ['DD/MM/YYYY', '01/05/0999'],
  ])('written as %s refuses %s', (format, text) => {
    expect(readDate(format, text)).toEqual({ unfit: `is not a date as ${format}` });
  });

  it('takes the first of several ways that fits', () => {
    expect(readDate(['DD-MM-YY', 'YYYY-MM-DD'], '22-04-15')).toBe('2015-04-22');
    expect(readDate(['DD-MM-YY', 'YYYY-MM-DD'], '2015-04-08')).toBe('2015-04-08');
  });

  it('finds the first such weekday of a month, in a year that is given', () => {
    expect(readDate('MMM ddd', 'may fri', { year: 2009 })).toBe('2009-05-01');
    expect(readDate('MMM ddd', 'may thu', { year: 2009 })).toBe('2009-05-07');
    expect(readDate('MMM', 'may', { year: 2009 })).toBe('2009-05-01');
  });

  it('reads times of day, with and without AM and PM', () => {
    expect(readInstant('DD-MMM-YY h:mm:ss A', '22-Apr-15 3:53:50 PM')).toBe('2015-04-22T15:53:50.000Z');
    expect(readInstant('DD-MMM-YY h:mm:ss A', '22-Apr-15 12:00:00 AM')).toBe('2015-04-22T00:00:00.000Z');
    expect(readInstant('DD-MMM-YY h:mm:ss A', '22-Apr-15 12:00:00 PM')).toBe('2015-04-22T12:00:00.000Z');
    expect(readInstant('YYYY-MM-DD HH:mm:ss.SSS', '2015-04-22 23:59:59.25')).toBe('2015-04-22T23:59:59.250Z');
    expect(readInstant('YYYY-MM-DD H:mm', '2015-04-22 7:05')).toBe('2015-04-22T07:05:00.000Z');
    for (const bad of ['2015-04-22 24:00', '2015-04-22 7:60'])
      expect(readInstant('YYYY-MM-DD H:mm', bad)).toEqual({ unfit: 'is not a date and time as YYYY-MM-DD H:mm' });
    expect(readInstant('YYYY-MM-DD h A', '2015-04-22 13 PM')).toHaveProperty('unfit');
  });

  it('reads offsets, which count more than the zone of the column', () => {
    const timeZone = 'America/New_York';
    expect(clean({ type: 'instant', timeZone }, '2015-04-22T10:00:00+02:00')).toBe('2015-04-22T08:00:00.000Z');
    expect(clean({ type: 'instant', timeZone }, '2015-04-22T10:00:00-0530')).toBe('2015-04-22T15:30:00.000Z');
    expect(clean({ type: 'instant', timeZone }, '2015-04-22T10:00:00Z')).toBe('2015-04-22T10:00:00.000Z');
    expect(clean({ type: 'instant', timeZone }, '2015-04-22T10:00:00+14:00')).toBe('2015-04-21T20:00:00.000Z');
    for (const offset of ['+99:99', '-14:01', '+15:00', '+02:60'])
      expect(clean({ type: 'instant', timeZone }, `2015-04-22T10:00:00${offset}`)).toHaveProperty('unfit');
  });

  it('reads wall time in a zone, through the changes of its clocks', () => {
    const read = (text: string, timeZone: string) => readInstant('YYYY-MM-DD HH:mm', text, { timeZone });
    expect(read('2015-01-15 12:00', 'America/New_York')).toBe('2015-01-15T17:00:00.000Z');
    expect(read('2015-07-15 12:00', 'America/New_York')).toBe('2015-07-15T16:00:00.000Z');
    // The clocks go from 02:00 to 03:00, and from 02:00 back to 01:00.
    expect(read('2015-03-08 01:59', 'America/New_York')).toBe('2015-03-08T06:59:00.000Z');
    expect(read('2015-03-08 02:30', 'America/New_York')).toBe('2015-03-08T07:30:00.000Z');
    expect(read('2015-03-08 03:00', 'America/New_York')).toBe('2015-03-08T07:00:00.000Z');
    expect(read('2015-11-01 01:30', 'America/New_York')).toBe('2015-11-01T05:30:00.000Z');
    expect(read('2015-11-01 02:00', 'America/New_York')).toBe('2015-11-01T07:00:00.000Z');
    expect(read('2015-01-15 12:00', 'Asia/Kathmandu')).toBe('2015-01-15T06:15:00.000Z');
  });

  it('gives back the wall time of every instant that is not repeated by the clocks', () => {
    const timeZone = 'Australia/Lord_Howe';
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    const shown = (instant: number) => format.format(instant);
    fc.assert(
      fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), date => {
        const seconds = Math.floor(date.getTime() / 1000) * 1000;
        const wall = Date.parse(`${shown(seconds).replace(' ', 'T')}Z`);
        expect(shown(instantOf(wall, timeZone))).toBe(shown(seconds));
      }),
    );
  });
});
