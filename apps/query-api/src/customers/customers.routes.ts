import type { Route } from '@touchstream/platform';
import { customer360 } from '@touchstream/views';
import type { CustomerPast } from '../past/index.js';
import { listRoute, oneRoute, oneSchema, type Reads } from '../reads/index.js';
import { customers } from './customers.resource.js';

/** Customers are served as every resource is; their past is of many streams. */
export const customerRoutes = (reads: Reads, past: CustomerPast): readonly Route[] => [
  listRoute(customers, reads),
  {
    ...oneRoute(customers, reads, (id, cut) => past.document(customer360, id, cut)),
    schema: {
      ...oneSchema(customers),
      summary: 'The 360° view of a customer, now or as it was',
      description:
        'With `asOf` or `knownAt` it is folded anew from this customer’s events alone, exact to the event; overdue and stalled are then judged at `asOf`.',
    },
  },
];
