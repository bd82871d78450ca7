import { Id, IdList, Optional, Personal, Text } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

@CommandContract({
  summary: 'Hand customers over to another owner',
  example: {
    from: 'ann',
    to: 'bob',
    teamId: 'team-north',
    customerIds: ['0197f000-0000-7000-8000-000000000001'],
    note: 'Parental leave',
  },
})
export class HandOverPortfolio extends CommandBody {
  /** The owner until now, of all the customers. */
  @Id() from!: string;
  @Id() to!: string;
  /** The new owner's team. */
  @Optional() @Id() teamId?: string;
  @IdList({ min: 1, max: 200 }) customerIds!: string[];
  @Personal() @Optional() @Text(500) note?: string;
}

export const portfolioCommands = { HandOverPortfolio };
