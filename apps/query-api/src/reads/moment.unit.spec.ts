import { describe, expect, it } from '@jest/globals';
import { array, assert, date, pre, property } from 'fast-check';
import { Moment } from './moment.js';

const noon = () => new Moment(new Date('2026-03-31T12:00:00.000Z'));

describe('a moment', () => {
  it('holds for ever where nothing was asked of it, or only what stays so', () => {
    const moment = noon();
    expect(moment.until).toBe(Number.POSITIVE_INFINITY);
    expect(moment.hasCome('2026-03-31T12:00:00.000Z')).toBe(true);
    expect(moment.isOver('2026-03-30')).toBe(true);
    expect(moment.until).toBe(Number.POSITIVE_INFINITY);
  });

  it('holds until the first instant that was asked for has come', () => {
    const moment = noon();
    expect(moment.hasCome('2026-05-01T00:00:00.000Z')).toBe(false);
    expect(moment.hasCome('2026-03-31T12:00:00.001Z')).toBe(false);
    expect(moment.hasCome('2026-04-01T00:00:00.000Z')).toBe(false);
    expect(moment.until).toBe(Date.parse('2026-03-31T12:00:00.001Z'));
  });

  it('holds to the end of its day where a day is not over', () => {
    for (const day of ['2026-03-31', '2026-12-24']) {
      const moment = noon();
      expect(moment.isOver(day)).toBe(false);
      expect(moment.until).toBe(Date.parse('2026-04-01T00:00:00.000Z'));
    }
  });

  it('is answered alike by every moment before the one until which it holds', () => {
    const instants = date({
      min: new Date('2026-01-01T00:00:00.000Z'),
      max: new Date('2026-01-05T00:00:00.000Z'),
      noInvalidDate: true,
    });
    const ask = (moment: Moment, asked: readonly Date[]) =>
      asked.map(one => [moment.hasCome(one.toISOString()), moment.isOver(one.toISOString().slice(0, 10))]);
    assert(
      property(instants, instants, array(instants, { maxLength: 5 }), (at, other, asked) => {
        const moment = new Moment(at);
        const answers = ask(moment, asked);
        pre(at <= other && other.getTime() < moment.until);
        expect(ask(new Moment(other), asked)).toEqual(answers);
      }),
    );
  });
});
