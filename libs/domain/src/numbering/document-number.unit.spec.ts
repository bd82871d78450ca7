import { describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@touchstream/events';
import { documentNumber, numberFor } from './document-number.js';

describe('a document number', () => {
  it('follows from the id alone', () => {
    const id = '0197f000-0000-7000-8000-000000000001';
    expect(documentNumber('Q', id)).toBe(documentNumber('Q', id));
    expect(documentNumber('Q', id)).toMatch(/^Q-[0-9A-Z]{7}-[0-9A-Z]{7}$/);
    expect(documentNumber('O', id).slice(1)).toBe(documentNumber('Q', id).slice(1));
  });

  it.each([
    ['0197f000-0000-7000-8000-000000000001', 'O-C5GDEED-CJWGS29'],
    ['0197f000-0000-7000-8000-000000000002', 'O-EGJ2H59-GA1VKVG'],
    ['a1', 'O-N29NNYS-DPFVBZR'],
  ])('of %s is %s for ever', (id, number) => {
    expect(documentNumber('O', id)).toBe(number);
  });

  it('differs between documents, also of one millisecond', () => {
    const numbers = Array.from({ length: 5000 }, () => documentNumber('O', uuidv7(1_770_000_000_000)));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is the one given, unless another document could derive it', () => {
    expect(numberFor('O', 'a1', 'SO-90017')).toBe('SO-90017');
    expect(numberFor('O', 'a1', undefined)).toBe(documentNumber('O', 'a1'));
    expect(numberFor('O', 'a1', documentNumber('O', 'a1'))).toBe(documentNumber('O', 'a1'));
    const anothers = documentNumber('O', 'a2');
    for (const number of [anothers, anothers.toLowerCase(), anothers.replace('O-', 'o-')])
      expect(() => numberFor('O', 'a1', number)).toThrow(
        expect.objectContaining({ code: 'reserved-number', field: '/number' }),
      );
    const own = documentNumber('O', 'a1').toLowerCase();
    expect(numberFor('O', 'a1', own)).toBe(own);
  });
});
