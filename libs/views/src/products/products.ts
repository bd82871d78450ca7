import { productEvents } from '@touchstream/events';
import { withChanges } from '../changes/index.js';
import { aggregateView, distinct, keyedBy, NO_REVISION, type OfAggregate } from '../view/index.js';

/** A product or service as it is offered. */
export interface ProductDoc extends OfAggregate {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly family: string | null;
  /** Unit of measure that quantities count. */
  readonly uom: string;
  readonly taxClass: string;
  /** Whether each piece has a serial number. */
  readonly serialised: boolean;
  readonly status: 'offered' | 'retired';
  readonly introducedAt: string | null;
  readonly retiredAt: string | null;
  readonly retiredFor: string | null;
  /** The product to offer instead. */
  readonly replacementId: string | null;
}

const emptyProduct = (productId: string): ProductDoc => ({
  productId,
  sku: '',
  name: '',
  family: null,
  uom: '',
  taxClass: '',
  serialised: false,
  status: 'offered',
  introducedAt: null,
  retiredAt: null,
  retiredFor: null,
  replacementId: null,
  revision: NO_REVISION,
});

/** The products, keyed by product id. */
export const products = aggregateView<ProductDoc>({
  name: 'products',
  version: 1,
  events: productEvents,
  keys: keyedBy('productId'),
  initial: emptyProduct,
  on: {
    'product.introduced': (doc, { data }) => ({
      ...doc,
      sku: data.sku,
      name: data.name,
      family: data.family ?? null,
      uom: data.uom,
      taxClass: data.taxClass,
      serialised: data.serialised,
      introducedAt: data.introducedAt,
    }),
    'product.changed': (doc, { data }) => withChanges(doc, data.changes),
    'product.retired': (doc, { data, occurredAt }) => ({
      ...doc,
      status: 'retired',
      retiredAt: occurredAt,
      retiredFor: data.reason ?? null,
      replacementId: data.replacementId ?? null,
    }),
  },
  index: ({ sku, name, family, status }) => ({
    fields: { sku, name, family, status },
    text: distinct([sku, name, family]),
  }),
  indexes: [
    { name: 'by-sku', fields: ['sku'] },
    { name: 'by-name', fields: ['name'] },
    { name: 'by-status', fields: ['status', 'name'] },
    { name: 'by-family', fields: ['family', 'name'] },
  ],
});
