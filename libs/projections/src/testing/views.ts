import { derivedId } from '@touchstream/events';
import { view } from '@touchstream/views';

export interface Chain {
  readonly pipelineId: string;
  readonly count: number;
  /** Changes with every event, its place among the others, and every repetition. */
  readonly chain: string;
}

const ZERO = '00000000-0000-8000-8000-000000000000';
const linked = (doc: Chain, id: string): Chain => ({
  ...doc,
  count: doc.count + 1,
  chain: derivedId(doc.chain, id),
});

/** One document per process, which shows every event that was lost, doubled or folded out of order. */
export const chains = view<Chain>({
  name: 'chains',
  version: 1,
  keys: ({ data }) => [(data as { pipelineId: string }).pipelineId],
  initial: pipelineId => ({ pipelineId, count: 0, chain: ZERO }),
  on: {
    'sales-process.published': (doc, event) => linked(doc, event.id),
    'sales-process.stage-retired': (doc, event) => linked(doc, event.id),
  },
  index: doc => ({ fields: { count: doc.count } }),
  indexes: [{ name: 'by-count', fields: ['count'] }],
});

export interface StageDoc {
  readonly stageId: string;
  readonly publications: readonly string[];
}

/** One document per stage: an event touches several, and removes one when its stage is retired. */
export const stages = view<StageDoc>({
  name: 'stages',
  version: 1,
  keys: event => {
    const data = event.data as { stages?: readonly { id: string }[]; stageId?: string; replacementId?: string };
    return [...(data.stages ?? []).map(stage => stage.id), ...(data.stageId === undefined ? [] : [data.stageId])];
  },
  initial: stageId => ({ stageId, publications: [] }),
  on: {
    'sales-process.published': (doc, { data, revision }) => ({
      ...doc,
      publications: [...doc.publications, `${data.pipelineId}@${revision}`],
    }),
    'sales-process.stage-retired': () => null,
  },
  index: () => ({}),
  indexes: [],
});

/** Looks at retirements only: most of the feed concerns it not at all. */
export const retirements = view<{ readonly stageIds: readonly string[] }>({
  name: 'retirements',
  version: 1,
  keys: ({ data }) => [(data as { pipelineId: string }).pipelineId],
  initial: () => ({ stageIds: [] }),
  on: {
    'sales-process.stage-retired': (doc, { data }) => ({ stageIds: [...doc.stageIds, data.stageId] }),
  },
  index: () => ({}),
  indexes: [],
});
