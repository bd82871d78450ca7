import { DEFAULT_PIPELINE, salesProcessEvents, type SalesStage } from '@touchstream/events';
import { aggregateView, distinct, keyedBy, NO_REVISION, type OfAggregate } from '../view/index.js';

export interface ProcessStage {
  readonly id: string;
  readonly name: string;
  /** Rank in the process, ascending. */
  readonly order: number;
  /** Percent. */
  readonly probability: number;
  readonly exitCriteria: readonly string[];
  /** Days after which a deal in the stage counts as stalled; null for never. */
  readonly rotAfterDays: number | null;
  readonly kind: 'open' | 'won' | 'lost';
}

export interface ProcessVersion {
  readonly version: number;
  readonly publishedAt: string;
  /** By order. */
  readonly stages: readonly ProcessStage[];
  /** Stages of this version that were retired, and what a move to each enters instead. Whoever stands in one stays until then. */
  readonly retired: readonly { readonly stageId: string; readonly replacementId: string }[];
}

/** A sales process with all its versions: an opportunity follows the one it was opened under to its end. */
export interface SalesProcessDoc extends OfAggregate {
  readonly pipelineId: string;
  readonly name: string;
  /** Whether opportunities follow it which name none. */
  readonly isDefault: boolean;
  /** The newest version. */
  readonly version: number;
  readonly versions: readonly ProcessVersion[];
}

const stageOf = ({ id, name, order, probability, exitCriteria, rotAfterDays, kind }: SalesStage): ProcessStage => ({
  id,
  name,
  order,
  probability,
  exitCriteria,
  rotAfterDays: rotAfterDays ?? null,
  kind,
});

const inUse = ({ stages, retired }: ProcessVersion, stageId: string): boolean =>
  stages.some(stage => stage.id === stageId) && !retired.some(one => one.stageId === stageId);

/** The sales processes, keyed by pipeline id. */
export const salesProcesses = aggregateView<SalesProcessDoc>({
  events: salesProcessEvents,
  name: 'sales-processes',
  version: 2,
  keys: keyedBy('pipelineId'),
  initial: pipelineId => ({
    pipelineId,
    name: '',
    isDefault: pipelineId === DEFAULT_PIPELINE,
    version: 0,
    versions: [],
    revision: NO_REVISION,
  }),
  on: {
    'sales-process.published': (doc, { data, occurredAt }) => ({
      ...doc,
      name: data.name,
      version: data.version,
      versions: [
        ...doc.versions,
        {
          version: data.version,
          publishedAt: occurredAt,
          stages: data.stages.map(stageOf).sort((a, b) => a.order - b.order),
          retired: [],
        },
      ],
    }),
    'sales-process.stage-retired': (doc, { data: { stageId, replacementId } }) => ({
      ...doc,
      versions: doc.versions.map(version =>
        inUse(version, stageId) && inUse(version, replacementId)
          ? { ...version, retired: [...version.retired, { stageId, replacementId }] }
          : version,
      ),
    }),
  },
  index: ({ name, isDefault }) => ({ fields: { name, isDefault }, text: distinct([name]) }),
  indexes: [
    { name: 'by-name', fields: ['name'] },
    { name: 'by-default', fields: ['isDefault', 'name'] },
  ],
});
