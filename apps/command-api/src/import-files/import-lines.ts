import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { runImport, type ImportOptions } from '@touchstream/importer';

type Told =
  | { readonly progress: unknown }
  | { readonly refused: unknown }
  | { readonly result: unknown }
  | { readonly problem: unknown };

export interface ImportLinesOptions extends ImportOptions {
  readonly signal: AbortSignal;
  /** What is told of an error that ends the import half way. */
  readonly problem: (error: unknown) => object;
}

/**
 * Runs an import and tells of it in NDJSON: `{ "progress": … }` and `{ "refused": … }` as they come, and last
 * `{ "result": … }`, or `{ "problem": … }`. The run waits while nobody reads. What makes the import impossible before
 * anything was told is an error of the stream.
 */
export function importLines({ problem, ...options }: ImportLinesOptions): Readable {
  const lines = new PassThrough();
  const { signal } = options;
  let hasTold = false;
  const lineOf = (told: Told) => {
    hasTold = true;
    return `${JSON.stringify(told)}\n`;
  };
  const tell = async (told: Told): Promise<void> => {
    if (lines.write(lineOf(told))) return;
    // When its reader has gone, the import ends by the signal.
    await once(lines, 'drain', { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  runImport({
    ...options,
    onProgress: progress => void lines.write(lineOf({ progress })),
    onRefused: refused => tell({ refused }),
  }).then(
    result => lines.end(lineOf({ result })),
    (error: Error) => {
      if (hasTold) lines.end(lineOf({ problem: problem(error) }));
      else lines.destroy(error);
    },
  );
  return lines;
}
