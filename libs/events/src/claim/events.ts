import { EventContract, Id } from '../contract/index.js';

@EventContract({
  version: 1,
  context: 'operations',
  description: 'A unique value was claimed; the stream of the claim is named after the hash of the value.',
  example: { kind: 'customer-code', aggregate: 'customer', aggregateId: '0197f000-0000-7000-8000-000000000001' },
})
export class ClaimMade {
  static readonly type = 'claim.made';
  /** What is unique, as `customer-code`. */
  @Id() kind!: string;
  /** Who owns the value from now on: the kind of aggregate, and which. */
  @Id() aggregate!: string;
  @Id() aggregateId!: string;
}

export const claimEvents = { ClaimMade };
