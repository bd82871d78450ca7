import { EventContract, Id, Optional } from '../contract/index.js';

@EventContract({
  version: 1,
  context: 'operations',
  description:
    'A command that follows from an event was decided and gave no event: it was refused, or had nothing to change. The stream is named after the id of the command.',
  example: {
    aggregate: 'customer',
    aggregateId: '0197f000-0000-7000-8000-000000000001',
    command: 'AssignOwner',
    refusal: 'owner-changed',
  },
})
export class ReactionSettled {
  static readonly type = 'reaction.settled';
  /** What was to change: the kind of aggregate, and which. */
  @Id() aggregate!: string;
  @Id() aggregateId!: string;
  @Id() command!: string;
  /** The code of what refused it; left out where there was nothing to change. */
  @Optional() @Id() refusal?: string;
}

export const reactionEvents = { ReactionSettled };
