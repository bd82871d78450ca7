import { FileDoesNotFit, ImportRefused, MappingInvalid, UnreadableFile } from '@touchstream/importer';
import { invalid, Problem, type ProblemTranslations } from '@touchstream/platform';
import { commandProblems } from './commands/index.js';

const ofMapping = ({ problems }: MappingInvalid): Problem =>
  new Problem('validation-failed', 'the mapping cannot be used', {
    errors: problems.map(({ path, line, message }) => ({
      parameter: 'mapping',
      detail: `${line === undefined ? '' : `line ${line}: `}${path} ${message}`,
    })),
  });

/** What the write side's own errors and the importer's mean to callers. */
export const writeProblemTranslations: ProblemTranslations = [
  ...commandProblems,
  [MappingInvalid, ofMapping],
  [FileDoesNotFit, (error: FileDoesNotFit) => invalid({ parameter: 'files', detail: error.message })],
  [UnreadableFile, (error: UnreadableFile) => invalid({ parameter: 'files', detail: error.message })],
  [ImportRefused, (error: ImportRefused) => new Problem('rule-violated', error.message)],
];
