import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold, MAX_LENGTH, MAX_TERMS, MAX_TOKENS, prefixRange, queryTerms, tokens } from './index.js';

const finds = (texts: string | readonly string[], query: string): boolean => {
  const indexed = tokens(typeof texts === 'string' ? [texts] : texts);
  return queryTerms(query).every(term => indexed.some(token => term.some(beginning => token.startsWith(beginning))));
};
const SOUND = new RegExp(`^<?[\\p{L}\\p{N}\\p{M}]{1,${MAX_LENGTH}}$`, 'u');
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Text that bites: many scripts, marks, digits, separators, lone surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789 -/().x')), maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...Array.from("aÄßİıΣςйё張伟がﾞかญ่كأहिक़्김ㄱ1٣.-' +()👍\u0301\u3099\u200d\ud800\udc00")),
  }),
);

describe('words', () => {
  it.each([
    ['Latin, any case', 'Ada Lovelace', 'ADA love'],
    ['accents left out', 'François Dvořák', 'francois dvorak'],
    ['accents typed', 'Francois Dvorak', 'François Dvořák'],
    ['Vietnamese', 'Nguyễn Thị Đào', 'nguyen thi dao'],
    ['German ß', 'Straße', 'STRASSE'],
    ['German capital ẞ', 'STRAẞE', 'strasse'],
    ['Turkish İ', 'İSTANBUL', 'istanbul'],
    ['Turkish ı', 'Işık', 'isik'],
    ['Polish', 'Łódź', 'lodz'],
    ['Danish', 'Søren Kjærgård', 'soren kjaergard'],
    ['full width', 'ＡＢＣ１２', 'abc12'],
    ['ligatures', 'eﬃcient', 'effic'],
    ['Greek accents', 'Γιώργος', 'γιωργος'],
    ['Greek final sigma typed too early', 'ΟΔΟΣΗΜΑ', 'οδος'],
    ['Cyrillic', 'Алёна Чайковский', 'алена чаик'],
    ['Hebrew with points', 'שָׁלוֹם', 'שלום'],
    ['Hebrew final form typed too early', 'שלומית', 'שלום'],
    ['Arabic with vowels', 'مُحَمَّد', 'محمد'],
    ['Arabic hamza and tatweel', 'أحمـــد', 'احمد'],
    ['Persian letters', 'علی کریمی', 'علي كريمي'],
    ['Hindi', 'राजेश कुमार', 'राजे कुमा'],
    ['Korean', '김철수', '김철수'],
    ['Korean given name', '김철수', '철수'],
    ['a word inside punctuation', 'anna.schmidt@example.com', 'schmidt'],
    ['an address typed in part', 'anna.schmidt@example.com', 'anna.schm'],
    ['an apostrophe typed', "Seán O'Brien", "o'brien"],
    ['an apostrophe left out', "Seán O'Brien", 'obrien'],
    ['an emoji between', '👍🏽 Team 🚀 Rocket 1️⃣', 'team rocket 1'],
    ['a lone surrogate between', 'left\ud83dright', 'left right'],
  ])('finds %s', (_, text, query) => {
    expect(finds(text, query)).toBe(true);
  });

  it.each([
    ['another vowel sign in Hindi', 'राजेश', 'राजि'],
    ['a missing vowel sign in Hindi', 'राजेश', 'रजश'],
    ['a missing dakuten', 'ガス', 'カス'],
    ['a missing dakuten, combining', 'か\u3099す', 'かす'],
    ['another tone mark in Thai', 'น้ำ', 'น่ำ'],
    ['the end of a word', 'Lovelace', 'lace'],
    ['one word of two', 'Ada Lovelace', 'ada byron'],
  ])('does not take %s for a match', (_, text, query) => {
    expect(finds(text, query)).toBe(false);
  });

  it('matches everything where the query has no letter or digit', () => {
    for (const query of ['', '  ', '?!', '👍', '\ud800']) expect(queryTerms(query)).toEqual([]);
  });
});

describe('scripts without spaces', () => {
  it.each([
    ['Chinese', '张伟明', ['张', '伟', '明', '张伟', '伟明', '张伟明']],
    ['a Chinese company', '北京字节跳动科技有限公司', ['字节跳动', '科技', '司', '北京字节跳动科技有限公司']],
    ['Chinese beyond the first plane', '𠮷野家', ['𠮷', '𠮷野', '野家']],
    ['Japanese', '株式会社カネカ', ['カネ', '会社', 'ネカ', '株式会社カネカ']],
    ['half-width katakana', 'ｶﾞｽﾀﾝｸ', ['ガス', 'タンク']],
    ['the long-vowel mark', 'コーヒー', ['ヒー', 'ーヒ']],
    ['Thai', 'สมชาย', ['ชาย', 'สม']],
    ['Lao', 'ສົມໄຊ', ['ໄຊ']],
    ['Khmer', 'សុខា', ['ខា']],
    ['Myanmar', 'အောင်ဆန်း', ['ဆန်း']],
    ['Latin inside Chinese', '上海ABC贸易2024', ['abc', '海abc', '贸易', '2024', '海ABC贸']],
  ])('finds any part of %s', (_, text, queries) => {
    for (const query of queries) expect([query, finds(text, query)]).toEqual([query, true]);
  });

  it('does not take characters that are no neighbours for a match', () => {
    expect(finds('张伟明', '张明')).toBe(false);
    expect(finds('张伟明', '伟张')).toBe(false);
  });

  it('finds every substring of a name', () => {
    const name = fc.string({
      unit: fc.constantFrom(...Array.from('张伟明李娜王芳田中さくらガスสมชาย𠮷김철수')),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (text, a, b) => {
        const characters = Array.from(fold(text));
        const from = a % characters.length;
        const part = characters.slice(from, from + 1 + (b % (characters.length - from))).join('');
        expect(finds(text, part)).toBe(true);
      }),
    );
  });
});

describe('numbers', () => {
  it.each([
    '+4930',
    '49 30 1234',
    '+49 (30) 1234-567',
    '4930123',
    '+49301234567',
    '301234567',
    '30 1234567',
    '4567',
    '34567',
    '030 1234567',
    '0049 30 1234567',
    '123-4567',
    '00 (49) 30-12',
  ])('finds a phone number by %s', query => {
    for (const stored of ['+49301234567', '+49 (30) 1234-567', '+49 30/123 45 67', 'call +49 30 1234567 today'])
      expect([stored, finds(stored, query)]).toEqual([stored, true]);
  });

  it('does not find a phone number by digits of elsewhere', () => {
    for (const query of ['+4931', '4568', '30123456789']) expect(finds('+49301234567', query)).toBe(false);
  });

  it.each([
    'inv',
    'INV-2024',
    'inv2024',
    '2024-000123',
    'inv 123',
    'INV-2024-000123',
    'inv2024000123',
    '000123',
    '0123',
  ])('finds a code by %s', query => {
    expect(finds('INV-2024-000123', query)).toBe(query !== 'inv 123');
  });

  it.each(['٠٣٠١٢٣٤٥٦٧', '०३०१२३४५६७', '๐๓๐๑๒๓๔๕๖๗', '０３０１２３４５６７', '𝟎𝟑𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕'])(
    'finds a number written as %s by ASCII digits and the other way',
    number => {
      expect(finds(number, '030123')).toBe(true);
      expect(finds('0301234567', number)).toBe(true);
    },
  );
});

describe('bounds', () => {
  it('keeps tokens and terms within their number and length, of letters, digits and marks', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 8 }), texts => {
        const indexed = tokens(texts);
        expect(new Set(indexed).size).toBe(indexed.length);
        for (const token of [...indexed, ...queryTerms(texts.join(' ')).flat()]) expect(token).toMatch(SOUND);
      }),
    );
    const long = Array.from({ length: 4_000 }, (_, at) => `w${at}`).join(' ');
    expect(tokens(long.split(' '))).toHaveLength(MAX_TOKENS);
    expect(queryTerms(long)).toHaveLength(MAX_TERMS);
    expect(tokens(['x'.repeat(1_000_000)])).toEqual(['x'.repeat(MAX_LENGTH)]);
    expect(finds('x'.repeat(100), 'x'.repeat(60))).toBe(true);
    expect(tokens(['1'.repeat(5_000)])).toHaveLength(2);
  });

  it('has room for the names and numbers of five hundred people', () => {
    const letters = (at: number) => Array.from(String(at), digit => 'abcdefghij'[Number(digit)]).join('');
    const people = Array.from({ length: 500 }, (_, at) => [
      `Ada${letters(at)} Byron${letters(at)}`,
      `+4930${200_000 + at}`,
    ]);
    for (const query of people.at(-1)!) expect(finds(['Muster GmbH', ...people.flat()], query)).toBe(true);
  });

  it('does not take long over hostile text', () => {
    const hostile = [
      '1 '.repeat(5_000),
      '('.repeat(10_000),
      '\u0301'.repeat(10_000),
      '1-'.repeat(5_000),
      '\u200d'.repeat(10_000),
    ];
    const start = performance.now();
    for (const text of hostile) tokens([text, `a${text}`]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('any text', () => {
  it('is found by itself, and by the beginning of each of its words', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, at) => {
        expect(finds(text, text)).toBe(true);
        for (const [term] of queryTerms(text)) {
          const characters = Array.from(term!);
          expect(finds(text, characters.slice(0, 1 + (at % characters.length)).join(''))).toBe(true);
        }
      }),
    );
  });

  it('is folded the same when folded again, and however it was composed', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(text).isWellFormed()).toBe(true);
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });

  it('has its tokens in the range of each of their beginnings, and no others', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const indexed = tokens([text, other]);
        for (const term of queryTerms(text).flat()) {
          const { from, below } = prefixRange(term);
          for (const token of indexed)
            expect(byCodePoint(from, token) <= 0 && byCodePoint(token, below) < 0).toBe(token.startsWith(term));
        }
      }),
    );
  });
});
