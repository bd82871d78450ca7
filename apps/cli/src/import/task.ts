import type { ImportOptions, Mapping } from '@touchstream/importer';

/** The files of a mapping, each once. */
export const pathsOf = ({ files, tables = {} }: Mapping): readonly string[] => [
  ...new Set([...Object.values(tables), ...files].map(({ path }) => path)),
];

/** An import as it was asked for. */
export interface ImportTask extends Pick<ImportOptions, 'dryRun' | 'concurrency' | 'onProgress' | 'onRefused'> {
  /** The mapping, as written and as read. */
  readonly text: string;
  readonly mapping: Mapping;
  /** The folder of the files. */
  readonly from: string;
  readonly actor: string;
  readonly signal: AbortSignal;
}
