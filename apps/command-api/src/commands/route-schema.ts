import { commandContractOf } from '@touchstream/domain';
import { schemaOf } from '@touchstream/events';
import { changeProblems, createProblems, problemResponses, writeHeaders } from '@touchstream/platform';
import type { FastifySchema } from 'fastify';
import type { CommandRoutes } from './command-routes.js';

const answer = {
  title: 'CommandAnswer',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'revision', 'position', 'events'],
  properties: {
    id: { type: 'string', description: 'The record.' },
    revision: { type: 'integer', description: 'Its revision after the command; also in `ETag`.' },
    position: { type: 'string', description: 'Send it as `X-Min-Position` to read what you wrote.' },
    events: {
      type: 'array',
      description: 'The events it gave; none where nothing had to change.',
      items: {
        type: 'object',
        required: ['id', 'type', 'revision'],
        additionalProperties: false,
        properties: { id: { type: 'string' }, type: { type: 'string' }, revision: { type: 'integer' } },
      },
    },
  },
};

const responseHeaders = {
  ETag: { type: 'string', description: 'The revision, for `If-Match`.' },
  'Idempotency-Replayed': { type: 'string', description: '`true` where the command had been carried out before.' },
};

const idParameter = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', format: 'id', description: 'The record.' } },
};

/** The schema of a command's route: what Fastify checks, and what the API's documentation shows. */
export function routeSchema(
  { aggregate, tag, hasRecords }: CommandRoutes,
  command: string,
  path: string,
): FastifySchema {
  const type = aggregate.commands[command]!;
  const { summary, example } = commandContractOf(type);
  const success = { description: 'The command was carried out.', headers: responseHeaders, ...answer };
  return {
    summary,
    operationId: command[0]!.toLowerCase() + command.slice(1),
    tags: [tag],
    headers: writeHeaders,
    body: { ...schemaOf(type), examples: [example] },
    ...(path.includes('/:id') ? { params: idParameter } : {}),
    response: {
      200: success,
      ...(aggregate.creates.includes(command)
        ? {
            201: {
              ...success,
              description: 'The record was made.',
              headers: { ...responseHeaders, ...(hasRecords && { Location: { type: 'string' } }) },
            },
          }
        : {}),
      ...problemResponses(path.includes('/:id') ? changeProblems : createProblems),
    },
  } as FastifySchema;
}
