import { Controller, Get } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { asyncApiDocument, type AsyncApiDocument } from '@touchstream/projections';

/** The document of the public feed, as `/docs-json` is that of the routes. */
@Controller()
export class AsyncApiController {
  #document: AsyncApiDocument | undefined;

  @Get('/asyncapi.json')
  @RouteSchema({
    summary: 'The public events: AsyncAPI 3.0 in JSON',
    description:
      'Topics, types, headers and payloads of the events that other services subscribe to, each with an example. It is made from the contracts of the events.',
    operationId: 'asyncApiDocument',
    tags: ['Events'],
    response: { 200: { description: 'The document.', type: 'object', additionalProperties: true } },
  } as never)
  document(): AsyncApiDocument {
    return (this.#document ??= asyncApiDocument());
  }
}
