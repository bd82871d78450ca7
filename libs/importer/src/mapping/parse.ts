import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { checkMapping } from './check.js';
import { MappingInvalid, type MappingProblem } from './invalid.js';
import type { Mapping } from './mapping.js';
import { schemaErrors } from './schema.js';

/** A mapping file is written by people; a bigger one is none. In characters. */
export const LONGEST_MAPPING = 1_000_000;

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
  if (text.length > LONGEST_MAPPING)
    throw new MappingInvalid([{ path: '', message: `is longer than ${LONGEST_MAPPING} characters` }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  if (document.errors.length > 0)
    throw new MappingInvalid(
      document.errors.map(({ message, pos }) => {
        const { line, col } = lines.linePos(pos[0]);
        return { path: '', line, column: col, message };
      }),
    );
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

function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new MappingInvalid([{ path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
}
