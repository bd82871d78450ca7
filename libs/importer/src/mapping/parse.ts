import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { checkMapping } from './check.js';
import { MappingInvalid, type MappingProblem } from './invalid.js';
import { checkText, checkValues } from './limits.js';
import type { Mapping } from './mapping.js';
import { schemaErrors } from './schema.js';

/** A text that is no YAML may have as many as it has characters. */
const MOST_FAULTS = 50;

type Path = readonly (string | number)[];

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Where a path stands in the text; of a part that is missing, what would hold it. */
function placeIn(document: Document, lines: LineCounter, path: Path): Pick<MappingProblem, 'line' | 'column'> {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const part = path.slice(0, depth);
    const holder: unknown = depth === 0 ? document.contents : document.getIn(part.slice(0, -1), true);
    const pair = isMap(holder)
      ? holder.items.find(item => String(isNode(item.key) ? item.key : '') === String(part.at(-1)))
      : undefined;
    const node: unknown = pair?.key ?? (depth === 0 ? document.contents : document.getIn(part, true));
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return {};
}

/**
 * Reads a mapping from YAML (so from JSON too) and checks it through: its form, its columns and templates, and that its
 * commands fit their contracts. Throws {@link MappingInvalid} with everything that is wrong.
 */
export function parseMapping(text: string): Mapping {
  checkText(text);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, uniqueKeys: false });
  refuseFaulty(document, lines);
  const mapping = contentOf(document);
  const refuse = (faults: readonly { readonly path: Path; readonly message: string }[]) => {
    if (faults.length === 0) return;
    throw new MappingInvalid(
      faults.map(({ path, message }) => ({ path: path.join('/'), ...placeIn(document, lines, path), message })),
    );
  };
  refuse(schemaErrors(mapping).map(({ pointer, message }) => ({ path: pathOf(pointer), message })));
  refuse(checkMapping(mapping as Mapping));
  return mapping as Mapping;
}

function refuseFaulty(document: Document.Parsed, lines: LineCounter): void {
  const faults = [
    ...document.errors.map(({ message, pos: [offset] }) => ({ message, offset })),
    ...repeatedKeys(document).map(offset => ({ message: 'Map keys must be unique', offset })),
  ];
  if (faults.length === 0) return;
  throw new MappingInvalid(
    faults.slice(0, MOST_FAULTS).map(({ message, offset }) => {
      const { line, col } = lines.linePos(offset);
      return { path: '', line, column: col, message };
    }),
  );
}

/** Where a map has a key once more. The parser looks through all keys of a map for each one. */
function repeatedKeys(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) offsets.push(key.range![0]);
        seen.add(key.value);
      }
    },
  });
  return offsets;
}

function contentOf(document: Document): unknown {
  try {
    const content: unknown = document.toJS({ maxAliasCount: 100 });
    checkValues(content);
    return content;
  } catch (error) {
    if (error instanceof MappingInvalid) throw error;
    throw new MappingInvalid([{ path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
}
