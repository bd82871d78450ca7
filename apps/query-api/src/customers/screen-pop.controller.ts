import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { phoneNumber } from '@touchstream/domain';
import { answer, invalid, problemResponses, readHeaders, listProblems } from '@touchstream/platform';
import type { ViewStore } from '@touchstream/view-store';
import { contacts as contactsView, customer360 } from '@touchstream/views';
import type { FastifyRequest } from 'fastify';
import { contacts } from '../contacts/contacts.resource.js';
import { listPage, ReadGate, VIEW_STORE, type ListQuery } from '../reads/index.js';
import { customers } from './customers.resource.js';

interface ScreenPopQuery {
  readonly phone?: string;
  readonly email?: string;
  readonly country?: string;
}

/** A screen pop shows so many at most. */
const MOST = 20;

/** Who calls: what a telephone system or a mail client shows beside the caller. */
@Controller()
export class ScreenPopController {
  constructor(
    @Inject(VIEW_STORE) private readonly views: ViewStore,
    @Inject(ReadGate) private readonly gate: ReadGate,
  ) {}

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
          position: answer.text('The position that both views have reached.'),
        }),
      },
      ...problemResponses(listProblems),
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
    const position = [people, parties].map(page => BigInt(page.position)).reduce((a, b) => (a < b ? a : b));
    return { phone, contacts: people.items, customers: parties.items, position: position.toString() };
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
