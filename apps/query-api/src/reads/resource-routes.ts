import { listProblems, Problem, problemResponses, readHeaders, type Route } from '@touchstream/platform';
import type { Doc } from '@touchstream/views';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Condition, ViewStore } from '@touchstream/view-store';
import { cutOf, cutProblems, cutSchema, type Cut } from '../past/cut.js';
import { documentAnswer, type DocumentAnswers } from './document-answers.js';
import type { DocumentAnswer } from './kept-answers.js';
import { Moment } from './moment.js';
import type { ReadGate } from './read-gate.js';
import { DEFAULT_LIMIT, pageSchema, querySchema, titleOf, type Resource } from './resource.js';

/** The query of a list. */
export type ListQuery = Readonly<Record<string, string>> & {
  readonly limit?: number;
  readonly after?: string;
  readonly order?: string;
};
type ListRequest = FastifyRequest<{ Querystring: ListQuery }>;
type OneRequest = FastifyRequest<{ Params: { id: string }; Querystring: Cut }>;

/** Finds a page of a resource and answers it; `more` conditions hold beside those of the query. */
export async function listPage<D extends Doc>(
  of: Resource<D>,
  views: ViewStore,
  query: ListQuery,
  more: readonly Condition[] = [],
) {
  const { limit = DEFAULT_LIMIT, after, order = Object.keys(of.orders)[0]!, ...filters } = query;
  const { field, direction, isPartial } = of.orders[order]!;
  const named = Object.entries(filters).map(([name, value]) => of.filters[name]!.condition(value));
  const present = isPartial ? [{ field, from: '' }] : [];
  // Before the documents: everything up to the position that is told is in them.
  const checkpoint = await views.checkpoint(of.view.name);
  const page = await views.find(of.view, {
    where: [...named, ...more, ...present],
    orderBy: field,
    direction,
    limit,
    ...(after === undefined ? {} : { after }),
  });
  const now = new Moment();
  return {
    items: page.items.map(({ doc }) => of.present(doc, now)),
    next: page.next ?? null,
    position: String(checkpoint?.position ?? -1n),
  };
}

/** The body that shows a document; its headers, with its aggregate's ETag, are set. */
function documentBody(reply: FastifyReply, { position, etag, body }: DocumentAnswer): Buffer {
  if (etag !== undefined) void reply.header('etag', etag);
  void reply.header('x-view-position', position).header('content-type', 'application/json; charset=utf-8');
  return body;
}

/** What the routes of a resource ask. */
export interface Reads {
  readonly views: ViewStore;
  readonly gate: ReadGate;
  readonly answers: DocumentAnswers;
}

/** The list of a resource. */
export const listRoute = <D extends Doc>(of: Resource<D>, { views, gate }: Reads): Route => ({
  method: 'GET',
  path: of.base,
  schema: listSchema(of),
  async handle({ headers, query }: ListRequest) {
    await gate.pass(headers, of.view.name);
    return listPage(of, views, query);
  },
});

/** The document with an id as it was within a cut, and the position of the last event in it; undefined where there was none. */
export type Past<D extends Doc> = (
  id: string,
  cut: Cut,
) => Promise<{ readonly position: bigint; readonly doc: D } | undefined>;

/** The document of a resource, as it is or as it was. */
export const oneRoute = <D extends Doc>(of: Resource<D>, { gate, answers }: Reads, past: Past<D>): Route => ({
  method: 'GET',
  path: `${of.base}/:id`,
  schema: oneSchema(of),
  async handle({ headers, params: { id }, query }: OneRequest, reply: FastifyReply) {
    await gate.pass(headers, of.view.name);
    const cut = cutOf(query);
    if (cut === undefined) return documentBody(reply, await answers.of(of, id));
    const found = await past(id, cut);
    if (found === undefined) throw new Problem('not-found', `there was no such ${of.noun} then`);
    const then = new Moment(new Date(cut.asOf ?? cut.knownAt ?? Date.now()));
    return documentBody(reply, documentAnswer(of, found, then));
  },
});

/** The routes of a resource: its list and its documents. */
export const resourceRoutes = <D extends Doc>(of: Resource<D>, reads: Reads, past: Past<D>): readonly Route[] => [
  listRoute(of, reads),
  oneRoute(of, reads, past),
];

type ListedResource = Pick<Resource, 'tag' | 'base' | 'noun' | 'response' | 'filters' | 'orders'>;

/** The schema of a resource's list. */
const listSchema = (of: ListedResource) => ({
  summary: `List and search ${of.tag.toLowerCase()}`,
  operationId: `list${titleOf(of.base.replace('/v1/', '').replaceAll('-', ' '))}`,
  tags: [of.tag],
  headers: readHeaders,
  querystring: querySchema(of),
  response: { 200: { description: 'A page.', ...pageSchema(of.response) }, ...problemResponses(listProblems) },
});

/** The schema of a resource's document. */
export const oneSchema = (of: ListedResource) => ({
  summary: `Get one ${of.noun}, now or as it was`,
  description:
    'With `asOf` or `knownAt` it is folded anew from its own events, exact to the event; what depends on the day is then judged at `asOf`.',
  operationId: `get${titleOf(of.noun)}`,
  tags: [of.tag],
  headers: readHeaders,
  params: { type: 'object', required: ['id'], properties: { id: { type: 'string', minLength: 1, maxLength: 200 } } },
  querystring: cutSchema,
  response: {
    200: {
      description: `The ${of.noun}.`,
      headers: {
        ETag: { type: 'string', description: 'Its revision, for `If-Match`.' },
        'X-View-Position': { type: 'string', description: 'The position that it is at.' },
      },
      ...of.response,
    },
    ...problemResponses(cutProblems),
  },
});
