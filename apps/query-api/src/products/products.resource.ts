import { answer } from '@touchstream/platform';
import { products as view } from '@touchstream/views';
import { is, oneOf, resource, search } from '../reads/index.js';

const STATUSES = ['offered', 'retired'];
const { choice, flag, nullable, object, text, whole } = answer;

const schema = object({
  productId: text(),
  sku: text(),
  name: text(),
  family: nullable(text()),
  uom: text('Unit of measure.'),
  taxClass: text(),
  serialised: flag('Whether each piece has a serial number.'),
  status: choice(STATUSES),
  introducedAt: nullable(text()),
  retiredAt: nullable(text()),
  retiredFor: nullable(text()),
  replacementId: nullable(text('The product to offer instead.')),
  revision: whole('For `If-Match`.'),
});

export const products = resource({
  view,
  tag: 'Products',
  base: '/v1/products',
  noun: 'product',
  response: schema,
  present: product => product,
  revision: product => product.revision,
  filters: {
    status: oneOf('status', 'Only in this status.', STATUSES),
    family: is('family', 'Only of this family.'),
    sku: is('sku', 'The one with this SKU.'),
    q: search,
  },
  orders: {
    name: { about: 'by name', field: 'name', direction: 'ascending' },
    sku: { about: 'by SKU', field: 'sku', direction: 'ascending' },
  },
});
