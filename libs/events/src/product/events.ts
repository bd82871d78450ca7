import { Change, EventContract, Flag, Id, Instant, ListOf, Optional, Personal, Text } from '../contract/index.js';

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A product or service is on offer from now on.',
  example: {
    productId: 'gtx-pro',
    sku: 'GTX-PRO',
    name: 'GTX Pro',
    family: 'GTX',
    uom: 'piece',
    taxClass: 'standard',
    serialised: true,
    introducedAt: '2026-01-01T00:00:00.000Z',
  },
})
export class ProductIntroduced {
  static readonly type = 'product.introduced';
  @Id() productId!: string;
  @Text(100) sku!: string;
  @Text(200) name!: string;
  @Optional() @Text(200) family?: string;
  /** Unit of measure that quantities count. */
  @Text(50) uom!: string;
  @Id() taxClass!: string;
  /** Whether each piece has a serial number. */
  @Flag() serialised!: boolean;
  /** The business time of the event. */
  @Instant() introducedAt!: string;
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'The description of a product changed.',
  example: { productId: 'gtx-pro', changes: [{ field: 'name', old: 'GTX Pro', new: 'GTX Pro 2' }] },
})
export class ProductChanged {
  static readonly type = 'product.changed';
  @Id() productId!: string;
  /** Of `name`, `family`, `uom` and `taxClass`. */
  @ListOf(() => Change, { min: 1, max: 10 }) changes!: Change[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A product is no longer on offer; what was sold of it stays.',
  example: { productId: 'gtx-basic', replacementId: 'gtx-pro', reason: 'End of life' },
})
export class ProductRetired {
  static readonly type = 'product.retired';
  @Id() productId!: string;
  @Optional() @Id() replacementId?: string;
  @Personal() @Optional() @Text(500) reason?: string;
}

export const productEvents = { ProductIntroduced, ProductChanged, ProductRetired };
