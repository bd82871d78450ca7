import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { runImport, type ImportOptions } from '@touchstream/importer';
import { problemOf } from '@touchstream/platform';
import { writeProblemTranslations } from '../problems.js';

type Told =
  | { readonly progress: unknown }
  | { readonly refused: unknown }
  | { readonly result: unknown }
  | { readonly problem: unknown };

/**
 * Runs an import and tells of it in NDJSON: `{ "progress": … }` and `{ "refused": … }` as they come, and last
 * `{ "result": … }`, or `{ "problem": … }`. The run waits while nobody reads. What makes the import impossible before
 * anything was told is an error of the stream.
 */
export function importLines(options: ImportOptions & { readonly signal: AbortSignal }): Readable {
  const lines = new PassThrough();
  const { signal } = options;
  let hasTold = false;
  const lineOf = (told: Told) => {
    hasTold = true;
    return `${JSON.stringify(told)}\n`;
  };
  const tell = async (told: Told): Promise<void> => {
    if (!lines.write(lineOf(told))) await once(lines, 'drain', { signal });
  };
  runImport({
    ...options,
    onProgress: progress => void lines.write(lineOf({ progress })),
    onRefused: refused => tell({ refused }),
  }).then(
    result => lines.end(lineOf({ result })),
    (error: Error) => {
      if (hasTold) lines.end(lineOf({ problem: problemOf(error, writeProblemTranslations) }));
      else lines.destroy(error);
    },
  );
  return lines;
}
