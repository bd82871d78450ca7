import { describe, expect, it } from '@jest/globals';
import { event, ProductChanged, ProductIntroduced, ProductRetired } from '@touchstream/events';
import { documentNumber } from '../numbering/index.js';
import { given, testMeta } from '../testing/index.js';
import { aProduct, aRetiredProduct } from '../testing/sales-facts.js';
import { product } from './product.js';

const described = { name: 'GTX Pro', family: 'GTX', uom: 'piece', taxClass: 'standard', serialised: true };
const introduced = event(ProductIntroduced, {
  ...described,
  productId: 'a1',
  sku: 'GTX-PRO',
  introducedAt: '2026-01-01T00:00:00.000Z',
});
const retired = event(ProductRetired, { productId: 'a1', replacementId: 'p2', reason: 'Old' });
const january = { occurredAt: '2026-01-01T00:00:00.000Z' };

describe('a product', () => {
  it('is introduced under its SKU, or under one that follows from its id', () => {
    given(product, [])
      .when('IntroduceProduct', { ...described, sku: 'GTX-PRO' }, { meta: january })
      .then([introduced]);
    given(product, [])
      .when('IntroduceProduct', described, { meta: january })
      .then([event(ProductIntroduced, { ...introduced.data, sku: documentNumber('P', 'a1') })]);
    given(product, [])
      .when('IntroduceProduct', { ...described, sku: documentNumber('P', 'a2') })
      .thenRefused('reserved-number', '/sku');
  });

  it('claims the SKU it was given, and holds it', () => {
    const claimed = (sku?: string) =>
      product.claims?.IntroduceProduct?.({ data: { ...described, sku }, meta: testMeta() }, product.initialState);
    expect(claimed('GTX-PRO')).toEqual([{ kind: 'sku', value: 'GTX-PRO', field: '/sku' }]);
    expect(claimed()).toEqual([]);
    const state = given(product, [introduced]).state();
    expect(product.holds?.(state, { kind: 'sku', value: 'GTX-PRO' })).toBe(true);
    expect(product.holds?.(state, { kind: 'sku', value: 'GTX' })).toBe(false);
    expect(product.holds?.(product.initialState, { kind: 'sku', value: 'GTX-PRO' })).toBe(false);
  });

  it('changes in what is new', () => {
    const changed = event(ProductChanged, {
      productId: 'a1',
      changes: [{ field: 'name', old: 'GTX Pro', new: 'GTX Pro 2' }],
    });
    given(product, [introduced]).when('ChangeProduct', { name: 'GTX Pro 2', uom: 'piece' }).then([changed]);
    given(product, [introduced, changed]).when('ChangeProduct', { name: 'GTX Pro 2' }).thenNothing();
    given(product, [introduced]).when('ChangeProduct', {}).thenNothing();
    given(product, [introduced, retired]).when('ChangeProduct', { name: 'New' }).thenRefused('product-retired');
    given(product, [introduced])
      .when('ChangeProduct', { name: 'New' }, { meta: { occurredAt: '2025-12-31T23:59:59.999Z' } })
      .thenRefused('before-beginning', '/occurredAt');
  });

  it('retires once, in favour of another on offer', () => {
    const retire = { replacementId: 'p2', reason: 'Old' };
    const facts = { replacement: aProduct };
    given(product, [introduced]).when('RetireProduct', retire, { facts }).then([retired]);
    given(product, [introduced])
      .when('RetireProduct', {})
      .then([event(ProductRetired, { productId: 'a1' })]);
    given(product, [introduced, retired]).when('RetireProduct', retire, { facts }).thenNothing();
    given(product, [introduced, retired]).when('RetireProduct', {}).thenRefused('product-retired');
    given(product, [introduced, retired])
      .when('RetireProduct', { ...retire, reason: 'Other' }, { facts })
      .thenRefused('product-retired');
    given(product, [introduced])
      .when('RetireProduct', retire, { facts: { replacement: product.initialState } })
      .thenRefused('unknown-product', '/replacementId');
    given(product, [introduced])
      .when('RetireProduct', retire, { facts: { replacement: aRetiredProduct } })
      .thenRefused('product-retired', '/replacementId');
    given(product, [introduced])
      .when('RetireProduct', { replacementId: 'a1' }, { facts })
      .thenRefused('replaces-itself', '/replacementId');
  });

  it('concerns no customer', () => {
    expect(product.customerId(given(product, [introduced]).state(), introduced)).toBeUndefined();
  });

  it('is not there before it is introduced', () => {
    given(product, []).when('ChangeProduct', { name: 'New' }).thenRefused('unknown-product');
    expect(given(product, [retired]).state()).toEqual({ status: 'none' });
  });
});
