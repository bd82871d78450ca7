import { describe, expect, it } from '@jest/globals';
import { parseTraceparent, traceparentOf } from './traceparent.js';

const text = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a traceparent', () => {
  it('is read and written as the recommendation has it', () => {
    const context = parseTraceparent(text)!;
    expect(context).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      traceFlags: 1,
    });
    expect(traceparentOf(context)).toBe(text);
    expect(parseTraceparent(text.replace(/01$/, '00'))).toMatchObject({ traceFlags: 0 });
  });

  it.each([
    ['nothing', undefined],
    ['another kind of value', 7],
    ['several headers', [text, text]],
    ['an empty text', ''],
    ['another version', text.replace(/^00/, 'ff')],
    ['capitals', text.toUpperCase()],
    ['no trace', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['no span', `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`],
    ['more than there is', `${text}-00`],
    ['a line after it', `${text}\n`],
  ])('is not read from %s', (_, value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });
});
