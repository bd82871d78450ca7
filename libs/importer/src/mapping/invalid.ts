/** One thing that is wrong with a mapping: where in the file, and what. */
export interface MappingProblem {
  /** As `files/1/columns/amount/type`; empty where the file as a whole is wrong. */
  readonly path: string;
  /** Where it stands in the text, from 1. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** A mapping that cannot be used, and everything that is wrong with it. */
export class MappingInvalid extends Error {
  override readonly name = 'MappingInvalid';
  constructor(readonly problems: readonly MappingProblem[]) {
    super(
      problems
        .map(({ path, line, message }) => `${line === undefined ? '' : `line ${line}: `}${path} ${message}`)
        .join('\n'),
    );
  }
}
