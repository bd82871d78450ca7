import { asciiWords } from './ascii-words.js';
import { fold } from './fold.js';

/**
 * Tokens of one document, at most; the first texts are the ones that count. So many has a customer with some 500 contacts, each a
 * name and a number; it is little beside the document itself.
 */
export const MAX_TOKENS = 2_048;
/** Terms of one query, at most; what is typed beyond them does not narrow it further. */
export const MAX_TERMS = 32;
/** Characters of a token or term; longer words are found by their first ones. */
export const MAX_LENGTH = 32;
/** Of each text so many UTF-16 units are read. */
const MAX_TEXT = 10_000;
const MAX_QUERY = 1_000;
/** Numbers of so many digits are one number however they are grouped, and found by their last digits too. */
const LONG_NUMBER = 7;
const SHORTEST_ENDING = 4;
/** Before the digits of a number from its last to its first: an ending is the beginning of that. */
const BACKWARDS = '<';

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Scripts written without spaces between words, and Hangul, whose names are one word: 김철수 is asked for as 철수. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}';
const RUN = new RegExp(`([${UNSPACED}]+)|[^${UNSPACED}]+`, 'gu');
const STARTS_WORD = /^[\p{L}\p{N}]/u;
/** Digits as people group them: `+49 (30) 1234-567`, `4000 0012 3456`. */
const GROUPED = `\\d(?:[\\s()./\\p{Pd}]{0,3}\\d){${LONG_NUMBER - 1},}`;
const NUMBER = new RegExp(GROUPED, 'gu');
const NUMBER_ALONE = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${GROUPED}(?![\\p{L}\\p{N}\\p{M}])`, 'gu');
const NO_DIGITS = /\D+/gu;
const DIGITS = /^[0-9]+$/;
/** `030` and `0049 30` are how +49 30 is dialled: the zeros are no part of the number. */
const LEADING_ZEROS = new RegExp(`^0+(?=\\d{${SHORTEST_ENDING}})`, 'u');
const SPACE = /\s+/u;

const ASCII = /^[\0-\x7f]*$/;
const DIGIT = /\d/;

interface Run {
  readonly text: string;
  readonly unspaced: boolean;
}

function runs(folded: string): Run[] {
  const found: Run[] = [];
  for (const [word] of folded.matchAll(WORD))
    for (const [text, unspaced] of word.matchAll(RUN))
      if (STARTS_WORD.test(text)) found.push({ text, unspaced: unspaced !== undefined });
  return found;
}

const cut = (word: string): string =>
  word.length <= MAX_LENGTH ? word : Array.from(word).slice(0, MAX_LENGTH).join('');

/** Each two neighbours. */
function pairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, at) => characters[at]! + character);
}

function runTokens({ text, unspaced }: Run): readonly string[] {
  if (!unspaced) return [cut(text)];
  const characters = Array.from(text);
  // Every other character begins a pair, so each is found alone too.
  return [...pairs(characters), characters.at(-1)!];
}

/** What stands together without a space is found written together too: `O'Brien` as `obrien`, `INV-2024-7` as `inv20247`. */
function chunkTokens(chunk: string): readonly string[] {
  if (ASCII.test(chunk)) return asciiWords(chunk).map(cut);
  const found = runs(chunk);
  const single = found.flatMap(runTokens);
  if (found.length < 2 || found.some(({ unspaced }) => unspaced)) return single;
  return [...single, cut(found.map(({ text }) => text).join(''))];
}

const wordTokens = (folded: string): readonly string[] =>
  ASCII.test(folded) ? asciiWords(folded).map(cut) : folded.split(SPACE).flatMap(chunkTokens);

function backwards(digits: string): string {
  let reversed = BACKWARDS;
  for (let at = digits.length - 1; at >= 0; at -= 1) reversed += digits[at]!;
  return reversed;
}

const unpadded = (digits: string): string => digits.replace(LEADING_ZEROS, '');

/** A long number in one piece from each of its groups on, and up to each of them backwards. */
function numberTokens(number: string): readonly string[] {
  const groups = number.split(NO_DIGITS);
  return groups.flatMap((_, at) => {
    const rest = groups.slice(at, at + MAX_LENGTH).join('');
    const ending = groups.slice(Math.max(0, at + 1 - MAX_LENGTH), at + 1).join('');
    return [cut(rest), cut(unpadded(rest)), cut(backwards(ending))];
  });
}

function textTokens(text: string): readonly string[] {
  const folded = fold(text.slice(0, MAX_TEXT));
  const words = wordTokens(folded);
  const numbers = DIGIT.test(folded) ? folded.match(NUMBER) : null;
  return numbers === null ? words : [...words, ...numbers.flatMap(numberTokens)];
}

/**
 * What a document with these texts is indexed by: its words; in scripts without spaces each two neighbouring characters
 * and the last one; words with punctuation inside also in one piece; long numbers in one piece and by their endings.
 * At most {@link MAX_TOKENS} of at most {@link MAX_LENGTH} characters: letters, digits, marks, and `<` before a number that
 * is written backwards.
 */
export function tokens(texts: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const token of textTokens(text)) found.add(token);
    if (found.size >= MAX_TOKENS) return [...found].slice(0, MAX_TOKENS);
  }
  return [...found];
}

/** Beginnings of tokens; a document has the term where one of its tokens begins with one of them. */
export type Term = readonly string[];

/** A number is found by its first digits, or its last ones. */
const numberTerm = (digits: string): Term =>
  digits.length < SHORTEST_ENDING ? [digits] : [cut(digits), cut(backwards(digits))];

function runTerms({ text, unspaced }: Run): readonly Term[] {
  if (DIGITS.test(text)) return [numberTerm(text)];
  const characters = unspaced ? Array.from(text) : [];
  return characters.length > 1 ? pairs(characters).map(pair => [pair]) : [[cut(text)]];
}

/**
 * What a query needs: a document matches where it has every term. A long number is one term, however it is grouped. Text
 * without a letter or digit has no terms, and every document matches it. At most {@link MAX_TERMS}.
 */
export function queryTerms(text: string): readonly Term[] {
  const folded = fold(text.slice(0, MAX_QUERY));
  const numbers = folded.match(NUMBER_ALONE) ?? [];
  const terms = [
    ...numbers.map(number => numberTerm(unpadded(number.replaceAll(NO_DIGITS, '')))),
    ...runs(folded.replaceAll(NUMBER_ALONE, ' ')).flatMap(runTerms),
  ];
  return [...new Map(terms.map(term => [term[0], term])).values()].slice(0, MAX_TERMS);
}

/**
 * The tokens with a beginning, as a range in order of code points: `from <= token && token < below`. U+10FFFF is
 * no character, so no token goes beyond it.
 */
export const prefixRange = (beginning: string): { readonly from: string; readonly below: string } => ({
  from: beginning,
  below: `${beginning}\u{10FFFF}`,
});
