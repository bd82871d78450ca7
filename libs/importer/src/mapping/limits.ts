import { CST, Lexer, LineCounter, Parser } from 'yaml';
import { MappingInvalid } from './invalid.js';

/** A mapping file is written by people: what goes beyond this is none, and would take long to read. */
const LONGEST = 100_000;
const DEEPEST = 50;
/** Anchors and aliases: each may be sought through the whole of the document, again for each that it stands in. */
const MOST_REFERENCES = 100;
/** With each alias standing for all that it repeats. */
const MOST_VALUES = 20_000;

const tooLong = () => new MappingInvalid([{ path: '', message: `is longer than ${LONGEST} characters` }]);
const tooLarge = () => new MappingInvalid([{ path: '', message: `has more than ${MOST_VALUES} values` }]);
const TOO_DEEP = `is nested more than ${DEEPEST} deep`;
const TOO_MANY_REFERENCES = `has more than ${MOST_REFERENCES} anchors and aliases`;

const REFERENCES: ReadonlySet<string | null> = new Set(['anchor', 'alias']);

/**
 * Refuses a text that a parser should not be given: a nested one is parsed in as many nested calls, and what runs out of
 * the stack may take the process with it.
 */
export function checkText(text: string): void {
  if (text.length > LONGEST) throw tooLong();
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  const refuse = (message: string) => {
    const { line, col } = lines.linePos(parser.offset);
    throw new MappingInvalid([{ path: '', line, column: col, message }]);
  };
  lines.addNewLine(0);
  let references = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    if (previous !== CST.SCALAR && REFERENCES.has(CST.tokenType(token))) references += 1;
    if (references > MOST_REFERENCES) refuse(TOO_MANY_REFERENCES);
    for (const _ of parser.next(token)) continue;
    // The document itself, and the value at the end of it.
    if (parser.stack.length > DEEPEST + 2) refuse(TOO_DEEP);
    previous = token;
  }
}

/** Refuses a document that aliases make larger or deeper than its text is. */
export function checkValues(document: unknown): void {
  let values = 0;
  const count = (value: unknown, depth: number) => {
    values += 1;
    if (values > MOST_VALUES) throw tooLarge();
    if (typeof value !== 'object' || value === null) return;
    if (depth > DEEPEST) throw new MappingInvalid([{ path: '', message: TOO_DEEP }]);
    for (const part of Object.values(value)) count(part, depth + 1);
  };
  count(document, 1);
}
