import { describe, it } from '@jest/globals';
import { ProductChanged, ProductIntroduced, ProductRetired } from '@touchstream/events';
import { example, timeOf, viewSpec } from '../testing/index.js';
import { products } from './products.js';

const productId = 'gtx-pro';
const introduced = example(ProductIntroduced, { productId });

describe('the products', () => {
  it('are on offer from their introduction on', () => {
    viewSpec(products)
      .given([introduced])
      .thenDocument(productId, { sku: 'GTX-PRO', name: 'GTX Pro', family: 'GTX', status: 'offered', serialised: true })
      .thenIndexed(productId, { fields: { sku: 'GTX-PRO', status: 'offered' }, text: ['GTX-PRO', 'GTX Pro', 'GTX'] });
  });

  it('change', () => {
    const changes = [
      { field: 'name', old: 'GTX Pro', new: 'GTX Pro 2' },
      { field: 'family', old: 'GTX', new: null },
    ];
    viewSpec(products)
      .given([introduced, example(ProductChanged, { productId, changes })])
      .thenDocument(productId, { name: 'GTX Pro 2', family: null, uom: 'piece', revision: 1 });
  });

  it('are retired in favour of others', () => {
    viewSpec(products)
      .given([introduced, example(ProductRetired, { productId, replacementId: 'gtx-max' })])
      .thenDocument(productId, {
        status: 'retired',
        retiredAt: timeOf(1),
        retiredFor: 'End of life',
        replacementId: 'gtx-max',
      });
  });
});
