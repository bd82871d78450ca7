import { Controller, Get, Inject } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { asyncApiDocument, type AsyncApiDocument } from '@touchstream/projections';

/** Injection token of the topics whose readers are granted the personal fields. */
export const PERSONAL_TOPICS = Symbol('personalTopics');

/** The document of the public feed, as `/docs-json` is that of the routes. */
@Controller()
export class AsyncApiController {
  #document: AsyncApiDocument | undefined;
  constructor(@Inject(PERSONAL_TOPICS) private readonly personalTopics: readonly string[]) {}

  @Get('/asyncapi.json')
  @RouteSchema({
    summary: 'The public events: AsyncAPI 3.0 in JSON',
    description:
      'Topics, types, headers and payloads of the events that other services subscribe to, each with an example. It is made from the contracts of the events, and has the personal fields of topics that are granted them.',
    operationId: 'asyncApiDocument',
    tags: ['Events'],
    response: { 200: { description: 'The document.', type: 'object', additionalProperties: true } },
  } as never)
  document(): AsyncApiDocument {
    return (this.#document ??= asyncApiDocument({ personalTopics: this.personalTopics }));
  }
}
