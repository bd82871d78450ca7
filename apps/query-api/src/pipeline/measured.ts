import { DEFAULT_PIPELINE } from '@touchstream/events';
import { everyDocument, type Condition, type ViewStore } from '@touchstream/view-store';
import { salesProcesses, stageHistory, type Period, type SalesProcessDoc, type StageHistory } from '@touchstream/views';
import { invalid, Problem } from '@touchstream/platform';

/** What a measure is taken over. */
export interface MeasureQuery {
  readonly pipelineId?: string;
  readonly ownerId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
}

const ALWAYS = '1900-01-01T00:00:00.000Z';

/** The parameters of every measure. */
export const measureParameters = {
  pipelineId: { type: 'string', format: 'id', description: 'The pipeline; `default` where it is left out.' },
  ownerId: { type: 'string', minLength: 1, maxLength: 100, description: 'Only opportunities of this owner.' },
  from: {
    type: 'string',
    format: 'date-time',
    description: 'Beginning of the period; from the very first where it is left out.',
  },
  to: {
    type: 'string',
    format: 'date-time',
    description: 'End of the period, not part of it and not before `from`; now where it is left out.',
  },
  at: {
    type: 'string',
    format: 'date-time',
    description: 'The cut-off: what came later is not looked at. Now where it is left out or lies in the future.',
  },
};

/**
 * The period and the cut-off that a query names: nobody knows yet what comes after now. Refuses a period that ends before it
 * begins.
 */
export function periodOf({ from = ALWAYS, to, at }: MeasureQuery): { readonly period: Period; readonly at: string } {
  const now = new Date().toISOString();
  const instant = (given = now) => new Date(given).toISOString();
  const period = { from: instant(from), below: instant(to) };
  if (period.below < period.from)
    throw invalid(
      to === undefined
        ? { parameter: 'from', detail: 'must not be in the future where `to` is left out' }
        : { parameter: 'to', detail: 'must not be before `from`' },
    );
  const cutOff = instant(at);
  return { period, at: cutOff < now ? cutOff : now };
}

/** The process that a query names. */
export async function processOf(
  views: ViewStore,
  { pipelineId = DEFAULT_PIPELINE }: MeasureQuery,
): Promise<SalesProcessDoc> {
  const found = await views.get(salesProcesses, pipelineId);
  if (found === undefined) throw new Problem('not-found', 'there is no such pipeline');
  return found.doc;
}

/** Refuses parameters that name no stage of any version of the process. */
export function ensureStages({ versions }: SalesProcessDoc, named: Readonly<Record<string, string | undefined>>): void {
  const known = new Set(versions.flatMap(({ stages }) => stages.map(({ id }) => id)));
  for (const [parameter, id] of Object.entries(named))
    if (id !== undefined && !known.has(id))
      throw invalid({ parameter, detail: 'must be a stage of the sales process' });
}

/** The histories of the pipeline's opportunities. All of them are read: the cost grows with their number. */
export async function historiesOf(
  views: ViewStore,
  { pipelineId = DEFAULT_PIPELINE, ownerId }: MeasureQuery,
): Promise<readonly StageHistory[]> {
  const where: Condition[] = [{ field: 'pipelineId', is: pipelineId }];
  if (ownerId !== undefined) where.push({ field: 'ownerId', is: ownerId });
  const found: StageHistory[] = [];
  for await (const { doc } of everyDocument(views, stageHistory, { where, orderBy: 'openedAt' })) found.push(doc);
  return found;
}
