import { EventContract, Id, IdList, Optional, Personal, Text } from '../contract/index.js';

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Somebody hands customers over to another; each of them is assigned to the new owner in consequence.',
  example: {
    from: 'ann',
    to: 'bob',
    teamId: 'team-north',
    customerIds: ['0197f000-0000-7000-8000-000000000001'],
    note: 'Parental leave',
  },
})
export class PortfolioHandedOver {
  static readonly type = 'portfolio.handed-over';
  @Id() from!: string;
  @Id() to!: string;
  /** The new owner's team. */
  @Optional() @Id() teamId?: string;
  @IdList({ min: 1, max: 200 }) customerIds!: string[];
  @Personal() @Optional() @Text(500) note?: string;
}

export const portfolioEvents = { PortfolioHandedOver };
