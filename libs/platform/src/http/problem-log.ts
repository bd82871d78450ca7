import type { FastifyRequest } from 'fastify';
import type { Logger } from '../logging/index.js';
import type { Problem } from './problems.js';

/** One line for a request that failed. What its sender got wrong is told by kind and code: other texts may quote it. */
export function logProblem(
  logger: Logger,
  { problem, error, request }: { readonly problem: Problem; readonly error: unknown; readonly request: FastifyRequest },
): void {
  const { kind, status, more } = problem;
  const { id, method, routeOptions } = request;
  const line = { correlationId: id, method, route: routeOptions?.url, status, problem: kind };
  if (status < 500) return logger.info({ ...line, code: more.code }, 'request refused');
  const level = kind === 'internal-error' ? 'error' : 'warn';
  logger[level]({ ...line, error: describe(error) }, problem.detail);
}

/** Of what cannot be parsed the message quotes the text, which may be anybody's; with the message begins the stack. */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack } = error;
  return name === 'SyntaxError' ? { name, stack: stack?.replace(message, '') } : { name, message, stack };
}
