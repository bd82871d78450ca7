import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { channels } from '@touchstream/events';
import { Problem, problemResponses, readHeaders, oneProblems } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { customer360, entryKinds, interactionTimeline } from '@touchstream/views';
import type { FastifyRequest } from 'fastify';
import { conditionsOf, cutOf, cutParameters, type Cut } from '../past/index.js';
import {
  has,
  is,
  listPage,
  oneOf,
  pageSchema,
  querySchema,
  ReadGate,
  resource,
  search,
  VIEW_STORE,
  type Filter,
} from '../reads/index.js';
import { entryAnswer, entrySchema } from './entry-answer.js';

const at = (about: string, condition: Filter['condition']): Filter => ({
  about,
  schema: { type: 'string', format: 'date-time' },
  condition: value => condition(new Date(value).toISOString()),
});

/** The timeline as a resource: entries newest first by when they happened, ties by their place in the feed. */
export const timelineResource = resource({
  view: interactionTimeline,
  tag: 'Timeline',
  base: '/v1/timeline',
  noun: 'entry',
  response: entrySchema,
  present: entryAnswer,
  revision: () => undefined,
  filters: {
    customerId: is('customerId', 'Only of this customer.'),
    kind: oneOf('kind', 'Only of this kind.', entryKinds),
    channel: oneOf('channel', 'Only by this channel.', channels),
    actorId: is('actorId', 'Only by this actor.'),
    contactId: has('contact', 'Only with this contact.'),
    opportunityId: is('opportunityId', 'Only of this opportunity.'),
    caseId: is('caseId', 'Only of this case.'),
    from: at('Only what happened at this instant or later.', from => ({ field: 'occurredAt', from })),
    to: at('Only what happened before this instant.', below => ({ field: 'occurredAt', below })),
    q: search,
  },
  orders: {
    newest: { about: 'newest first', field: 'occurredAt', direction: 'descending' },
    oldest: { about: 'oldest first', field: 'occurredAt', direction: 'ascending' },
  },
});

const { customerId: _, ...filters } = timelineResource.filters;
const parameters = { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'id' } } };
type TimelineQuery = Cut & Record<string, string>;

/** Everything that ever happened with a customer. */
@Controller()
export class TimelineController {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
  ) {}

  @Get('/v1/customers/:id/timeline')
  @RouteSchema({
    summary: 'Everything that ever happened with a customer',
    description:
      'Newest first. An entry never changes, and cursors stay right while new ones arrive. `asOf` and `knownAt` give the timeline as it was; what happened before the customer was registered stands in it too.',
    operationId: 'customerTimeline',
    tags: ['Customers'],
    headers: readHeaders,
    params: parameters,
    querystring: querySchema({ ...timelineResource, filters }, cutParameters),
    response: { 200: { description: 'A page.', ...pageSchema(entrySchema) }, ...problemResponses(oneProblems) },
  } as never)
  async timeline(@Param('id') customerId: string, @Query() query: TimelineQuery, @Req() request: FastifyRequest) {
    await this.gate.pass(request.headers, interactionTimeline.name, customer360.name);
    const { asOf, knownAt, ...rest } = query;
    const page = await listPage(
      timelineResource,
      this.views,
      { ...rest, customerId },
      conditionsOf(cutOf({ asOf, knownAt } as Cut)),
    );
    if (page.items.length === 0 && (await this.views.get(customer360, customerId)) === undefined)
      throw new Problem('not-found', 'there is no such customer');
    return page;
  }
}
