/** Letters that differ from a plain one by more than a mark, and forms of a letter that depend on its place in the word. */
const plainForms: ReadonlyMap<string, string> = new Map(
  ['ß ss,æ ae,œ oe,ø o,đ d,ð d,þ th,ł l,ħ h,ŧ t,ı i', 'ς σ', 'ך כ,ם מ,ן נ,ף פ,ץ צ', 'ٱ ا,ى ي,ی ي,ک ك,ة ه'].flatMap(
    script => script.split(',').map(pair => pair.split(' ') as [string, string]),
  ),
);
const HAS_PLAIN_FORM = new RegExp(`[${[...plainForms.keys()].join('')}]`, 'gu');

/** Invisible characters (joiners, variation selectors, soft hyphens) and the Arabic tatweel, which only stretches a word. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;
/**
 * Accents, points and vowel marks, in the scripts whose readers search without them. In the others marks make another
 * letter (dakuten, nukta) or are vowels (the Indic signs), and stay.
 */
const MARKS = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu;
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;
const ASCII = /^[\0-\x7f]*$/;

const isDigit = (code: number) => /^\p{Nd}$/u.test(String.fromCodePoint(code));

/** A decimal digit of any script as an ASCII one: Unicode encodes each script's ten digits in a row, from zero. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let value = 0;
  while (value < 9 && isDigit(code - value - 1)) value += 1;
  return String(value);
}

/**
 * The text as it is compared in a search: compatibility forms resolved (NFKC), lower case, without the marks that do
 * not matter in its script, digits as ASCII. Folding again changes nothing.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .toWellFormed()
    .normalize('NFKD')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(MARKS, '')
    .replace(HAS_PLAIN_FORM, letter => plainForms.get(letter)!)
    .normalize('NFKC')
    .replace(FOREIGN_DIGIT, plainDigit);
}
