import { Controller, Get, Inject, Req, Res, type Type } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { problemResponses, readHeaders, readProblems } from '@touchstream/platform';
import type { Doc } from '@touchstream/views';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Condition, ViewStore } from '@touchstream/view-store';
import { DocumentAnswers } from './document-answers.js';
import type { DocumentAnswer } from './kept-answers.js';
import { Moment } from './moment.js';
import { VIEW_STORE } from './ports.js';
import { ReadGate } from './read-gate.js';
import { pageSchema, querySchema, titleOf, type Resource } from './resource.js';

/** The query of a list. */
export type ListQuery = Readonly<Record<string, string>> & {
  readonly limit?: number;
  readonly after?: string;
  readonly order?: string;
};
type ListRequest = FastifyRequest<{ Querystring: ListQuery }>;
type OneRequest = FastifyRequest<{ Params: { id: string } }>;

const DEFAULT_LIMIT = 50;

/** Finds a page of a resource and answers it; `more` conditions hold beside those of the query. */
export async function listPage<D extends Doc>(
  of: Resource<D>,
  views: ViewStore,
  query: ListQuery,
  more: readonly Condition[] = [],
) {
  const { limit = DEFAULT_LIMIT, after, order = Object.keys(of.orders)[0]!, ...filters } = query;
  const { field, direction } = of.orders[order]!;
  const [page, checkpoint] = await Promise.all([
    views.find(of.view, {
      where: [...Object.entries(filters).map(([name, value]) => of.filters[name]!.condition(value)), ...more],
      direction,
      limit,
      ...(field === undefined ? {} : { orderBy: field }),
      ...(after === undefined ? {} : { after }),
    }),
    views.checkpoint(of.view.name),
  ]);
  const now = new Moment();
  return {
    items: page.items.map(({ doc }) => of.present(doc, now)),
    next: page.next ?? null,
    position: String(checkpoint?.position ?? -1n),
  };
}

/** Sends a document, with its aggregate's ETag. */
export function sendDocument(reply: FastifyReply, { position, etag, body }: DocumentAnswer): void {
  if (etag !== undefined) void reply.header('etag', etag);
  void reply.header('x-view-position', position).header('content-type', 'application/json; charset=utf-8').send(body);
}

/** The controller of a resource: its list and its documents. */
export function resourceController(definition: Resource): Type {
  const of = definition as unknown as Resource<Doc>;
  class ResourceController {
    constructor(
      private readonly views: ViewStore,
      private readonly gate: ReadGate,
      private readonly answers: DocumentAnswers,
    ) {}

    async list(request: ListRequest) {
      await this.gate.pass(request.headers, of.view.name);
      return listPage(of, this.views, request.query);
    }

    async one(request: OneRequest, reply: FastifyReply) {
      await this.gate.pass(request.headers, of.view.name);
      sendDocument(reply, await this.answers.of(of, request.params.id));
    }
  }
  const { prototype } = ResourceController;
  const decorate = (name: 'list' | 'one', ...decorators: readonly MethodDecorator[]) => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
    for (const apply of decorators) apply(prototype, name, descriptor);
  };
  Object.defineProperty(ResourceController, 'name', { value: `${of.tag.replaceAll(' ', '')}Controller` });
  Inject(VIEW_STORE)(ResourceController, undefined, 0);
  Inject(ReadGate)(ResourceController, undefined, 1);
  Inject(DocumentAnswers)(ResourceController, undefined, 2);
  Controller()(ResourceController);
  Req()(prototype, 'list', 0);
  Req()(prototype, 'one', 0);
  Res()(prototype, 'one', 1);
  decorate('list', Get(of.base), RouteSchema(listSchema(of) as never));
  decorate('one', Get(`${of.base}/:id`), RouteSchema(oneSchema(of) as never));
  return ResourceController;
}

type ListedResource = Pick<Resource, 'tag' | 'noun' | 'response' | 'filters' | 'orders'>;

/** The schema of a resource's list. */
export const listSchema = (of: ListedResource) => ({
  summary: `List and search ${of.tag.toLowerCase()}`,
  operationId: `list${titleOf(of.tag)}`,
  tags: [of.tag],
  headers: readHeaders,
  querystring: querySchema(of),
  response: { 200: { description: 'A page.', ...pageSchema(of.response) }, ...problemResponses(readProblems) },
});

/** The schema of a resource's document. */
export const oneSchema = (of: ListedResource) => ({
  summary: `Get one ${of.noun}`,
  operationId: `get${titleOf(of.noun)}`,
  tags: [of.tag],
  headers: readHeaders,
  params: { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 1, maxLength: 200 } } },
  response: {
    200: {
      description: `The ${of.noun}.`,
      headers: { ETag: { type: 'string', description: 'Its revision, for `If-Match`.' } },
      ...of.response,
    },
    ...problemResponses(readProblems),
  },
});
