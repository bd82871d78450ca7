import { Flag, Id, ListOf, Optional, SalesStage, Text } from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const stage = (id: string, order: number, probability: number, kind: string) => ({
  id,
  name: id,
  order,
  probability,
  exitCriteria: [],
  kind,
});

@CommandContract({
  summary: 'Publish a version of a sales process',
  example: {
    pipelineId: 'partners',
    name: 'Partner sales',
    isDefault: false,
    stages: [
      stage('registered', 1, 20, 'open'),
      stage('evaluation', 2, 50, 'open'),
      stage('won', 3, 100, 'won'),
      stage('lost', 4, 0, 'lost'),
    ],
  },
})
export class PublishSalesProcess extends CommandBody {
  /** Names the pipeline; publishing the same one again makes its next version. */
  @Id() pipelineId!: string;
  @Text(100) name!: string;
  /** May be left out: the default process is the one called `default`, and no other. */
  @Optional() @Flag() isDefault?: boolean;
  @ListOf(() => SalesStage, { min: 3, max: 50 }) stages!: SalesStage[];
}

@CommandContract({
  summary: 'Retire a stage in favour of another',
  example: { stageId: 'evaluation', replacementId: 'registered' },
})
export class RetireStage extends CommandBody {
  @Id() stageId!: string;
  @Id() replacementId!: string;
}

export const salesProcessCommands = { PublishSalesProcess, RetireStage };
