const CODE = (character: string): number => character.charCodeAt(0);
const [DIGIT_0, DIGIT_9, LETTER_A, LETTER_Z] = [CODE('0'), CODE('9'), CODE('a'), CODE('z')] as const;
const [TAB, CARRIAGE_RETURN, SPACE] = [CODE('\t'), CODE('\r'), CODE(' ')] as const;

const isOfWord = (code: number): boolean =>
  (code >= LETTER_A && code <= LETTER_Z) || (code >= DIGIT_0 && code <= DIGIT_9);
const isSpace = (code: number): boolean => code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN);

/**
 * The words of a text in ASCII and lower case; after those that stand together without a space, what they are in one piece. Most
 * texts are such, and are read sooner character by character than by regular expressions.
 */
export function asciiWords(text: string): readonly string[] {
  const words: string[] = [];
  /** Where the word begins that is being read; -1 between two. */
  let begin = -1;
  /** The first of those that stand together. */
  let first = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    if (isOfWord(code)) {
      if (begin < 0) begin = at;
      continue;
    }
    if (begin >= 0) words.push(text.slice(begin, at));
    begin = -1;
    if (!isSpace(code)) continue;
    if (words.length - first > 1) words.push(words.slice(first).join(''));
    first = words.length;
  }
  return words;
}
