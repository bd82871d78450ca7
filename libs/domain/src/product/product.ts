import { event, ProductChanged, productEvents, ProductIntroduced, ProductRetired } from '@touchstream/events';
import {
  aggregate,
  changesBetween,
  ensure,
  ensureNotBefore,
  missing,
  repeats,
  withChanges,
  type CommandMeta,
} from '../decider/index.js';
import { numberFor } from '../numbering/index.js';
import { productCommands } from './commands.js';

interface Described {
  readonly sku: string;
  readonly name: string;
  readonly family?: string;
  readonly uom: string;
  readonly taxClass: string;
  readonly introducedAt: string;
}
export type Product =
  | { readonly status: 'none' }
  | ({ readonly status: 'active' } & Described)
  | ({ readonly status: 'retired' } & Readonly<Pick<ProductRetired, 'replacementId' | 'reason'>> & Described);

export type ProductFacts = { readonly replacement?: Product };

const CHANGEABLE = ['name', 'family', 'uom', 'taxClass'] as const;

/** The product, if it is there and on offer; refuses the field that names it otherwise. */
export function productOnOffer(product: Product | undefined, field: string): Extract<Product, { status: 'active' }> {
  if (product === undefined || product.status === 'none')
    return missing('unknown-product', 'there is no such product', field);
  ensure(product.status === 'active', 'product-retired', 'the product is no longer on offer', field);
  return product;
}

function introduced(state: Product, meta: CommandMeta): Exclude<Product, { status: 'none' }> {
  if (state.status === 'none') return missing('unknown-product', 'there is no such product');
  ensureNotBefore(state.introducedAt, meta);
  return state;
}

export const product = aggregate<Product, typeof productCommands, typeof productEvents, ProductFacts>({
  name: 'product',
  commands: productCommands,
  events: productEvents,
  creates: ['IntroduceProduct'],
  initialState: { status: 'none' },
  customerId: () => undefined,
  facts: {
    RetireProduct: ({ data: { replacementId } }) => ({
      replacement: replacementId === undefined ? undefined : { aggregate: 'product', id: replacementId },
    }),
  },
  claims: {
    IntroduceProduct: ({ data: { sku } }) => (sku === undefined ? [] : [{ kind: 'sku', value: sku, field: '/sku' }]),
  },
  holds: (state, { kind, value }) => kind === 'sku' && state.status !== 'none' && state.sku === value,
  decide: {
    IntroduceProduct: ({ data, meta }) => [
      event(ProductIntroduced, {
        ...data,
        productId: meta.aggregateId,
        sku: numberFor('P', meta.aggregateId, data.sku, '/sku'),
        introducedAt: meta.occurredAt,
      }),
    ],
    ChangeProduct({ data, meta }, state) {
      const now = introduced(state, meta);
      const changes = changesBetween(CHANGEABLE, now, { ...now, ...data });
      if (changes.length === 0) return [];
      ensure(now.status === 'active', 'product-retired', 'a retired product does not change');
      return [event(ProductChanged, { productId: meta.aggregateId, changes })];
    },
    RetireProduct({ data: { replacementId, reason }, meta }, state, { replacement }) {
      const now = introduced(state, meta);
      if (now.status === 'retired') {
        const isSame = now.replacementId === replacementId && repeats({ reason }, now);
        ensure(isSame, 'product-retired', 'the product is retired already');
        return [];
      }
      if (replacementId !== undefined) {
        productOnOffer(replacement, '/replacementId');
        ensure(
          replacementId !== meta.aggregateId,
          'replaces-itself',
          'the replacement must be another product',
          '/replacementId',
        );
      }
      return [event(ProductRetired, { productId: meta.aggregateId, replacementId, reason })];
    },
  },
  evolve: {
    'product.introduced': (_, { data: { sku, name, family, uom, taxClass, introducedAt } }) => ({
      status: 'active',
      sku,
      name,
      family,
      uom,
      taxClass,
      introducedAt,
    }),
    'product.changed': (state, { data: { changes } }) => withChanges(state, changes),
    'product.retired': (state, { data: { replacementId, reason } }) =>
      state.status === 'none' ? state : { ...state, status: 'retired', replacementId, reason },
  },
});
