import { forecastCategories } from '@touchstream/events';
import { pipelineBoard } from '@touchstream/views';
import { currency, has, is, oneOf, resource, search, type Filter } from '../reads/index.js';
import { opportunityAnswer, opportunitySchema, opportunityStatuses } from './opportunity-answer.js';

const day: Filter['schema'] = { type: 'string', format: 'date' };
const closing = (about: string, condition: Filter['condition']): Filter => ({ about, schema: day!, condition });

export const opportunities = resource({
  view: pipelineBoard,
  tag: 'Opportunities',
  base: '/v1/opportunities',
  noun: 'opportunity',
  response: opportunitySchema,
  present: opportunityAnswer,
  revision: card => card.revision,
  filters: {
    status: oneOf('status', 'Only in this status.', opportunityStatuses),
    customerId: is('customerId', 'Only of this customer.'),
    pipelineId: is('pipelineId', 'Only in this pipeline.'),
    stageId: is('stageId', 'Only in this stage.'),
    ownerId: is('ownerId', 'Only of this owner.'),
    forecastCategory: oneOf('forecastCategory', 'Only in this forecast category.', forecastCategories),
    currency,
    contactId: has('contact', 'Only with this stakeholder.'),
    competitorId: has('competitor', 'Only against this competitor.'),
    productId: has('product', 'Only with this product.'),
    closeFrom: closing('Only expected to close on this date or later.', from => ({ field: 'expectedCloseDate', from })),
    closeBefore: closing('Only expected to close before this date.', below => ({ field: 'expectedCloseDate', below })),
    stalledAt: {
      about: 'Only those that count as stalled at this instant.',
      schema: { type: 'string', format: 'date-time' },
      condition: value => ({ field: 'stalledAt', from: '0000', upTo: new Date(value).toISOString() }),
    },
    q: search,
  },
  orders: {
    closeDate: { about: 'by expected close date', field: 'expectedCloseDate', direction: 'ascending' },
    newest: { about: 'newest first', field: 'openedAt', direction: 'descending' },
    closed: { about: 'last closed first', field: 'closedAt', direction: 'descending' },
    name: { about: 'by name', field: 'name', direction: 'ascending' },
    amount: {
      about: 'largest first, comparable within one `currency` alone',
      field: 'amount',
      direction: 'descending',
    },
    stalled: {
      about: 'longest stalled first, by `stalledAt`',
      field: 'stalledAt',
      direction: 'ascending',
      isPartial: true,
    },
  },
});
