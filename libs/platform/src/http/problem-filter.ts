import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/index.js';
import { logProblem } from './problem-log.js';
import { problemOf, type ProblemTranslations } from './problem-of.js';
import { Problem } from './problems.js';

/** Answers every error as problem details; logs those that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly translations: ProblemTranslations,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = problemOf(error, this.translations);
    logProblem(this.logger, { problem, error, request });
    if (reply.raw.headersSent) return void reply.raw.destroy();
    if (problem.more.retryAfter !== undefined) void reply.header('retry-after', String(problem.more.retryAfter));
    void reply.status(problem.status).header('content-type', Problem.mediaType).send(problem.body(request.id));
  }
}
