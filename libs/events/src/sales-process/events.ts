import { EventContract, Choice, Flag, Id, ListOf, Optional, Text, TextList, Whole } from '../contract/index.js';

/** The id of the sales process that opportunities follow which name none: the default one. */
export const DEFAULT_PIPELINE = 'default';

export const stageKinds = ['open', 'won', 'lost'] as const;

/** A stage of a sales process. */
export class SalesStage {
  @Id() id!: string;
  @Text(100) name!: string;
  /** Rank in the process, ascending, unique. */
  @Whole(0, 1000) order!: number;
  /** Chance of winning in percent, 0 to 100. */
  @Whole(0, 100) probability!: number;
  @TextList(200, { max: 20 }) exitCriteria!: string[];
  /** Days in the stage after which a deal counts as stalled. */
  @Optional() @Whole(1, 3650) rotAfterDays?: number;
  @Choice(stageKinds) kind!: (typeof stageKinds)[number];
}

@EventContract({
  version: 1,
  context: 'sales',
  description: 'A version of a sales process was published; opportunities opened from now on follow it.',
  example: {
    pipelineId: 'default',
    version: 1,
    name: 'Default',
    isDefault: true,
    stages: [
      {
        id: 'qualification',
        name: 'Qualification',
        order: 1,
        probability: 10,
        exitCriteria: [],
        rotAfterDays: 30,
        kind: 'open',
      },
      { id: 'won', name: 'Won', order: 9, probability: 100, exitCriteria: [], kind: 'won' },
      { id: 'lost', name: 'Lost', order: 10, probability: 0, exitCriteria: [], kind: 'lost' },
    ],
  },
})
export class SalesProcessPublished {
  static readonly type = 'sales-process.published';
  @Id() pipelineId!: string;
  @Whole(1) version!: number;
  @Text(100) name!: string;
  @Flag() isDefault!: boolean;
  @ListOf(() => SalesStage, { min: 3, max: 50 }) stages!: SalesStage[];
}

@EventContract({
  version: 1,
  context: 'sales',
  description:
    'A stage was retired: a move to it enters its replacement. Opportunities that stand in it stay there until they move.',
  example: { pipelineId: 'default', stageId: 'demo', replacementId: 'proposal' },
})
export class StageRetired {
  static readonly type = 'sales-process.stage-retired';
  @Id() pipelineId!: string;
  @Id() stageId!: string;
  @Id() replacementId!: string;
}

export const salesProcessEvents = { SalesProcessPublished, StageRetired };
