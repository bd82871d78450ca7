import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { phoneNumber } from '@touchstream/domain';
import { etag, invalid, Problem, problemResponses, readHeaders, readProblems } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { contacts as contactsView, customer360 } from '@touchstream/views';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answer } from '../answers/index.js';
import { contacts } from '../contacts/contacts.resource.js';
import { CustomerPast, cutOf, cutParameters, type Cut } from '../past/index.js';
import {
  DocumentAnswers,
  listPage,
  listSchema,
  Moment,
  oneSchema,
  ReadGate,
  sendDocument,
  VIEW_STORE,
  type ListQuery,
} from '../reads/index.js';
import { customers } from './customers.resource.js';

interface ScreenPopQuery {
  readonly phone?: string;
  readonly email?: string;
  readonly country?: string;
}

/** A screen pop shows so many at most. */
const MOST = 20;

@Controller()
export class CustomersController {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
    @Inject(DocumentAnswers) private readonly answers: DocumentAnswers,
    @Inject(CustomerPast) private readonly past: CustomerPast,
  ) {}

  @Get('/v1/customers')
  @RouteSchema(listSchema(customers) as never)
  async list(@Req() request: FastifyRequest<{ Querystring: ListQuery }>) {
    await this.gate.pass(request.headers, customer360.name);
    return listPage(customers, this.views, request.query);
  }

  @Get('/v1/customers/:id')
  @RouteSchema({
    ...oneSchema(customers),
    summary: 'The 360° view of a customer, now or as it was',
    description:
      'With `asOf` or `knownAt` it is folded anew from this customer’s events alone, exact to the event; overdue and stalled are then judged at `asOf`.',
    querystring: { type: 'object', additionalProperties: false, properties: cutParameters },
  } as never)
  async one(
    @Param('id') id: string,
    @Query() query: Cut,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gate.pass(request.headers, customer360.name);
    const cut = cutOf(query);
    if (cut === undefined) return sendDocument(reply, await this.answers.of(customers, id));
    const found = await this.past.document(customer360, id, cut);
    if (found === undefined) throw new Problem('not-found', 'there was no such customer then');
    const then = new Moment(new Date(cut.asOf ?? cut.knownAt ?? Date.now()));
    void reply
      .header('x-view-position', found.position.toString())
      .header('etag', etag(found.doc.revision))
      .send(customers.present(found.doc, then));
  }

  @Get('/v1/screen-pop')
  @RouteSchema({
    summary: 'Who calls or writes: contacts and customers by phone number or e-mail address',
    description:
      'Give `phone` (with `country` where it is written the national way) or `email`. Each customer comes with its open business and last calls.',
    operationId: 'screenPop',
    tags: ['Customers'],
    headers: readHeaders,
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        phone: { type: 'string', minLength: 3, maxLength: 40, description: 'A number, as people write it.' },
        country: {
          type: 'string',
          format: 'country',
          description: 'The country of a number without an international prefix.',
        },
        email: { type: 'string', minLength: 3, maxLength: 254, description: 'An e-mail address.' },
      },
    },
    response: {
      200: {
        description: 'Who it may be.',
        ...answer.object({
          phone: answer.nullable(answer.text('The number in E.164.')),
          contacts: answer.list(contacts.response),
          customers: answer.list(customers.response),
        }),
      },
      ...problemResponses(readProblems),
    },
  } as never)
  async screenPop(@Query() query: ScreenPopQuery, @Req() request: FastifyRequest) {
    if ((query.phone === undefined) === (query.email === undefined))
      throw invalid({ parameter: 'phone', detail: 'or email must be given, and not both' });
    await this.gate.pass(request.headers, customer360.name, contactsView.name);
    const phone = query.phone === undefined ? null : e164Of(query.phone, query.country);
    const [by, value] = phone === null ? ['email', query.email ?? ''] : ['phone', phone];
    const filter = { [by]: value, limit: MOST } as ListQuery;
    const [people, parties] = await Promise.all([
      listPage(contacts, this.views, filter),
      listPage(customers, this.views, filter),
    ]);
    return { phone, contacts: people.items, customers: parties.items };
  }
}

/** A `+` that was not encoded arrives as a space. */
const e164Of = (written: string, country: string | undefined): string => {
  try {
    return phoneNumber(written.replace(/^ (?=\d)/, '+'), country, '/phone');
  } catch {
    throw invalid({
      parameter: 'phone',
      detail: 'is not a phone number; give its country where it has no international prefix',
    });
  }
};
