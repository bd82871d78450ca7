import { CommandIdReused, StaleRevision } from '@touchstream/command-service';
import { Problem, type ProblemTranslations } from '@touchstream/platform';

/** What the command side's own errors mean to callers. */
export const commandProblems: ProblemTranslations = [
  [CommandIdReused, (error: CommandIdReused) => new Problem('idempotency-key-reused', error.message)],
  [StaleRevision, (error: StaleRevision) => new Problem('stale-revision', error.message)],
];
