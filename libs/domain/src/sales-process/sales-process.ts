import {
  DEFAULT_PIPELINE,
  event,
  SalesProcessPublished,
  salesProcessEvents,
  StageRetired,
  type SalesStage,
} from '@touchstream/events';
import { aggregate, ensure } from '../decider/index.js';
import { salesProcessCommands } from './commands.js';

/** One version of a process, as opportunities follow it. */
export interface ProcessVersion {
  readonly version: number;
  readonly stages: readonly SalesStage[];
  /** Retired stage → the stage that replaces it. */
  readonly retired: ReadonlyMap<string, string>;
}

export interface SalesProcess {
  readonly pipelineId?: string;
  readonly versions: readonly ProcessVersion[];
}

/** The newest version, or undefined where the process does not exist. */
export const currentVersion = (process: SalesProcess): ProcessVersion | undefined => process.versions.at(-1);

/** The stage that stands for a stage id of the version: itself, or what replaces it by now. */
export function stageInUse({ stages, retired }: ProcessVersion, stageId: string): SalesStage | undefined {
  let id = stageId;
  for (let next = retired.get(id); next !== undefined; next = retired.get(id)) id = next;
  return stages.find(stage => stage.id === id);
}

/** The version with the stage retired too, where it has both stages in use: opportunities still follow it. */
function withRetired(version: ProcessVersion, stageId: string, replacementId: string): ProcessVersion {
  const inUse = (id: string) => stageInUse(version, id)?.id === id;
  return inUse(stageId) && inUse(replacementId)
    ? { ...version, retired: new Map([...version.retired, [stageId, replacementId]]) }
    : version;
}

function ensureConsistent(stages: readonly SalesStage[]): void {
  ensure(
    new Set(stages.map(s => s.id)).size === stages.length,
    'duplicate-stage',
    'stage ids must be unique',
    '/stages',
  );
  ensure(
    new Set(stages.map(s => s.order)).size === stages.length,
    'duplicate-order',
    'stage orders must be unique',
    '/stages',
  );
  for (const kind of ['open', 'won', 'lost'] as const)
    ensure(
      stages.some(s => s.kind === kind),
      'stage-kind-missing',
      `a process needs a stage of kind ${kind}`,
      '/stages',
    );
  stages.forEach((stage, at) => {
    if (stage.kind === 'open') return;
    const probability = stage.kind === 'won' ? 100 : 0;
    ensure(
      stage.probability === probability,
      'stage-probability',
      `a ${stage.kind} stage has probability ${probability}`,
      `/stages/${at}/probability`,
    );
  });
}

export const salesProcess = aggregate({
  name: 'sales-process',
  commands: salesProcessCommands,
  events: salesProcessEvents,
  creates: ['PublishSalesProcess'],
  identify: { PublishSalesProcess: data => data.pipelineId },
  initialState: { versions: [] } as SalesProcess,
  customerId: () => undefined,
  decide: {
    PublishSalesProcess({ data }, state) {
      const { pipelineId, name, stages } = data;
      const isDefault = pipelineId === DEFAULT_PIPELINE;
      ensure(
        (data.isDefault ?? isDefault) === isDefault,
        'default-process',
        `the default sales process is the one called ${DEFAULT_PIPELINE}, and no other`,
        '/isDefault',
      );
      ensureConsistent(stages);
      const version = (currentVersion(state)?.version ?? 0) + 1;
      return [event(SalesProcessPublished, { pipelineId, version, name, isDefault, stages })];
    },
    RetireStage({ data: { stageId, replacementId }, meta }, state) {
      const { stages, retired } = currentVersion(state) ?? { stages: [], retired: new Map<string, string>() };
      if (retired.get(stageId) === replacementId) return [];
      const stage = stages.find(s => s.id === stageId);
      const replacement = stages.find(s => s.id === replacementId);
      ensure(
        stage !== undefined && !retired.has(stageId),
        'unknown-stage',
        'the process has no such stage in use',
        '/stageId',
      );
      ensure(
        replacement !== undefined && !retired.has(replacementId) && replacementId !== stageId,
        'unknown-stage',
        'the replacement must be another stage in use',
        '/replacementId',
      );
      ensure(
        stage.kind === replacement.kind,
        'stage-kind',
        'the replacement must be of the same kind',
        '/replacementId',
      );
      return [event(StageRetired, { pipelineId: meta.aggregateId, stageId, replacementId })];
    },
  },
  evolve: {
    'sales-process.published': (state, { data }) => ({
      pipelineId: data.pipelineId,
      versions: [...state.versions, { version: data.version, stages: data.stages, retired: new Map() }],
    }),
    'sales-process.stage-retired': (state, { data }) => ({
      ...state,
      versions: state.versions.map(one => withRetired(one, data.stageId, data.replacementId)),
    }),
  },
});
