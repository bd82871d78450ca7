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

const describe = (error: unknown) =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : { name: typeof error };
