import { RE2JS } from 're2js';
import type { Fault } from './fault.js';
import type { Mapping } from './mapping.js';

/** How large all patterns of a mapping may be: each instruction may cost a step for each character of a row's texts. */
const MOST_INSTRUCTIONS = 5_000;

function instructionsOf(pattern: string): number | undefined {
  try {
    return RE2JS.compile(pattern).programSize();
  } catch {
    return undefined;
  }
}

/** What is wrong with the patterns. The first that is too large is the last one looked at: to compile it takes time. */
export function* checkPatterns(files: Mapping['files']): Generator<Fault> {
  let left = MOST_INSTRUCTIONS;
  for (const [index, { columns }] of files.entries())
    for (const [name, column] of Object.entries(columns)) {
      if (column?.pattern === undefined) continue;
      const path = ['files', index, 'columns', name, 'pattern'];
      const instructions = instructionsOf(column.pattern);
      if (instructions === undefined) yield { path, message: 'is no regular expression as RE2 has them' };
      else left -= instructions;
      if (left >= 0) continue;
      yield { path, message: 'makes the patterns of the mapping too large: let it repeat fewer times' };
      return;
    }
}
