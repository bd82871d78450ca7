import { etag, Problem, problemResponses, type Route } from '@touchstream/platform';
import { customer360 } from '@touchstream/views';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cutOf, cutParameters, type Cut, type CustomerPast } from '../past/index.js';
import { listRoute, Moment, oneSchema, documentBody, type Reads } from '../reads/index.js';
import { customers } from './customers.resource.js';

type OneRequest = FastifyRequest<{ Params: { id: string }; Querystring: Cut }>;

/** Customers are served as every resource is, and as they were, too. */
export const customerRoutes = (reads: Reads, past: CustomerPast): readonly Route[] => [
  listRoute(customers, reads),
  {
    method: 'GET',
    path: `${customers.base}/:id`,
    schema: {
      ...oneSchema(customers),
      summary: 'The 360° view of a customer, now or as it was',
      description:
        'With `asOf` or `knownAt` it is folded anew from this customer’s events alone, exact to the event; overdue and stalled are then judged at `asOf`.',
      querystring: { type: 'object', additionalProperties: false, properties: cutParameters },
      response: { ...oneSchema(customers).response, ...problemResponses(['not-foldable']) },
    },
    async handle({ headers, params: { id }, query }: OneRequest, reply: FastifyReply) {
      await reads.gate.pass(headers, customer360.name);
      const cut = cutOf(query);
      if (cut === undefined) return documentBody(reply, await reads.answers.of(customers, id));
      const found = await past.document(customer360, id, cut);
      if (found === undefined) throw new Problem('not-found', 'there was no such customer then');
      const then = new Moment(new Date(cut.asOf ?? cut.knownAt ?? Date.now()));
      void reply.header('x-view-position', found.position.toString()).header('etag', etag(found.doc.revision));
      return customers.present(found.doc, then);
    },
  },
];
