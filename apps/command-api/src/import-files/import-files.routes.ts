import { once } from 'node:events';
import type { CommandService } from '@touchstream/command-service';
import { MOST_PATHS } from '@touchstream/importer';
import {
  actingHeaders,
  actorOf,
  logProblem,
  Problem,
  problemOf,
  problemResponses,
  uploadLimits,
  type Logger,
  type Route,
} from '@touchstream/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeProblemTranslations } from '../problems.js';
import { importLines } from './import-lines.js';
import type { UploadRoom } from './upload-room.js';
import { MOST_FILES, partsOf, receive } from './uploaded-files.js';

const gibibytes = uploadLimits.fileSize / 1_073_741_824;

type RunRequest = FastifyRequest<{ Querystring: { dryRun?: string } }>;

export interface ImportRouteOptions {
  readonly service: CommandService;
  readonly tenantId: string;
  readonly room: UploadRoom;
  readonly logger: Logger;
}

/** Imports over HTTP: the mapping and its files are uploaded, and the answer tells how it goes. */
export const importRoute = ({ service, tenantId, room, logger }: ImportRouteOptions): Route => ({
  method: 'POST',
  path: '/v1/import-runs',
  takesFiles: MOST_FILES,
  schema: {
    summary: 'Import files with a mapping',
    description: [
      `Send \`multipart/form-data\`: a part \`mapping\` (YAML, at most 100,000 characters), then the files it names, each a part \`files\` with its path in the mapping as its name: at most ${MOST_PATHS} files, and ${gibibytes} GiB each.`,
      'Everything is checked first; rows that are refused do not stop the others. The answer is NDJSON, a line as it comes: `{"progress": …}`, `{"refused": {file, row, faults, done}}`, and last `{"result": …}` with counts that add up, or `{"problem": …}`, with its correlation id.',
      'A server takes 4 imports at a time, and of their files together as many bytes as it is set to. An upload that brings less than 64 KiB in half a minute is ended.',
      'Repeated, an import adds nothing; one that was cut off goes on.',
    ].join('\n\n'),
    operationId: 'runImport',
    tags: ['Imports'],
    consumes: ['multipart/form-data'],
    headers: actingHeaders,
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        dryRun: { type: 'string', enum: ['true', 'false'], description: 'Check every row and write nothing.' },
      },
    },
    response: {
      200: {
        description: 'How it goes, line by line.',
        content: { 'application/x-ndjson': { schema: { type: 'string' } } },
      },
      ...problemResponses([
        'malformed-request',
        'validation-failed',
        'payload-too-large',
        'unsupported-media-type',
        'overloaded',
        'unavailable',
        'internal-error',
      ]),
    },
  },
  async handle(request: RunRequest, reply: FastifyReply) {
    const by = actorOf(request.headers);
    if (!request.isMultipart()) throw new Problem('unsupported-media-type', 'send multipart/form-data');
    const files = await receive(partsOf(request), room);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const lines = importLines({
      mapping: files.mapping,
      open: files.open,
      commands: service,
      tenantId,
      actor: by,
      dryRun: request.query.dryRun === 'true',
      signal: gone.signal,
      problem: error => {
        const problem = problemOf(error, writeProblemTranslations);
        logProblem(logger, { problem, error, request });
        return problem.told(request.id);
      },
    });
    lines.once('close', () => void files.remove());
    // What goes wrong before the first line is answered as a problem.
    await once(lines, 'readable');
    void reply.header('content-type', 'application/x-ndjson; charset=utf-8');
    return lines;
  },
});
