import type { OpportunityStageChanged, SalesStage } from '@touchstream/events';
import { ensure, ensureFollows, missing, refuse, type CommandMeta } from '../decider/index.js';
import { stageInUse, type ProcessVersion, type SalesProcess } from '../sales-process/index.js';
import type { Deal } from './state.js';

/** The process version that the deal follows. */
export const versionOf = (deal: Deal, process: SalesProcess | undefined): ProcessVersion =>
  process?.versions.find(one => one.version === deal.pipelineVersion) ??
  missing('unknown-sales-process', 'the sales process of the opportunity is not there');

/** The open stages in use, in their order. */
export const openStages = (version: ProcessVersion): SalesStage[] =>
  version.stages
    .filter(stage => stage.kind === 'open' && !version.retired.has(stage.id))
    .sort((a, b) => a.order - b.order);

/** The open stage that the id stands for; opportunities are closed by commands of their own. */
export function openStage(version: ProcessVersion, stageId: string): SalesStage {
  const stage = stageInUse(version, stageId);
  if (stage === undefined)
    return refuse('unknown-stage', 'the sales process of the opportunity has no such stage', '/stageId');
  ensure(stage.kind === 'open', 'stage-not-open', 'the stage is not open: win or lose the opportunity', '/stageId');
  return stage;
}

/** The stage that an opportunity closed as won or lost goes to. */
export const closingStage = (version: ProcessVersion, kind: 'won' | 'lost'): SalesStage =>
  version.stages.find(stage => stage.kind === kind && !version.retired.has(stage.id)) ??
  missing('unknown-stage', `the sales process of the opportunity has no stage of kind ${kind}`);

/** Back to a lower rank, forward to the next open stage, or over at least one. */
export function directionOf(deal: Deal, to: SalesStage, version: ProcessVersion): OpportunityStageChanged['direction'] {
  if (to.order < deal.stageOrder) return 'back';
  return openStages(version).some(({ order }) => order > deal.stageOrder && order < to.order) ? 'skip' : 'forward';
}

/** What every event says that takes a deal from its stage to another. Stays in stages follow one another. */
export function move(opportunityId: string, deal: Deal, to: SalesStage, meta: CommandMeta) {
  ensureFollows(deal.enteredAt, 'the opportunity entered its stage', meta);
  return {
    opportunityId,
    ownerId: deal.ownerId,
    pipelineId: deal.pipelineId,
    pipelineVersion: deal.pipelineVersion,
    from: deal.stageId,
    fromOrder: deal.stageOrder,
    fromProbability: deal.probability,
    to: to.id,
    toName: to.name,
    toOrder: to.order,
    probability: to.probability,
    enteredAt: meta.occurredAt,
    amount: deal.amount,
  };
}
