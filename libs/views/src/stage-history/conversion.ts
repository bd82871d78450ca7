import type { ProcessStage, SalesProcessDoc } from '../sales-processes/index.js';
import type { StageHistory } from './document.js';
import { inPeriod, ratio, type Period } from './period.js';

export interface Conversion {
  readonly from: string;
  readonly to: string;
  /** Opportunities that first entered `from` in the period. */
  readonly entered: number;
  /** Of these: reached a stage of the order of `to` or higher, or were won. */
  readonly reached: number;
  /** Of these: neither reached it nor closed; what becomes of them is not known yet. */
  readonly stillOpen: number;
  /** reached ÷ entered. */
  readonly rate: number | null;
  /** stillOpen ÷ entered. */
  readonly stillOpenShare: number | null;
}

export interface ConversionQuestion {
  /** The process the histories follow; an opportunity keeps to the version it was opened under. */
  readonly process: Pick<SalesProcessDoc, 'pipelineId' | 'versions'>;
  readonly period: Period;
  /** The cut-off t: what came after it is not looked at. ISO 8601, UTC. */
  readonly at: string;
}

const until = (at: string) => (instant: string | null) => instant !== null && instant <= at;

function isOpenAt({ openedAt, closings }: StageHistory, at: string): boolean {
  const by = until(at);
  return by(openedAt) && closings.every(one => !by(one.at) || by(one.reopenedAt));
}

const reaches = ({ stays, closings }: StageHistory, order: number, at: string): boolean =>
  stays.some(stay => stay.order >= order && stay.enteredAt <= at) ||
  closings.some(closing => closing.outcome === 'won' && closing.at <= at);

const stagesOf = ({ process }: ConversionQuestion, { pipelineId, pipelineVersion }: StageHistory) =>
  pipelineId === process.pipelineId
    ? (process.versions.find(one => one.version === pipelineVersion)?.stages ?? [])
    : [];

/**
 * Stage conversion i→j: opportunities whose first entry to i ∈ P and that reached a stage of order ≥ order(j), or Won,
 * by t ÷ all whose first entry to i ∈ P. The order of j is that of the version each opportunity follows; one whose
 * version has no stage j says nothing of it and is left out.
 */
export function conversion(
  histories: readonly StageHistory[],
  { from, to, ...question }: ConversionQuestion & { readonly from: string; readonly to: string },
): Conversion {
  const { period, at } = question;
  const entrants = histories.flatMap(history => {
    const entry = history.firstEntries.find(one => one.id === from);
    const order = stagesOf(question, history).find(stage => stage.id === to)?.order;
    const counts = entry !== undefined && order !== undefined && entry.at <= at && inPeriod(period, entry.at);
    return counts ? [{ history, order }] : [];
  });
  const reached = entrants.filter(({ history, order }) => reaches(history, order, at)).length;
  const stillOpen = entrants.filter(
    ({ history, order }) => !reaches(history, order, at) && isOpenAt(history, at),
  ).length;
  const entered = entrants.length;
  return {
    from,
    to,
    entered,
    reached,
    stillOpen,
    rate: ratio(reached, entered),
    stillOpenShare: ratio(stillOpen, entered),
  };
}

/** The stages of all versions, each as the newest one that has it ranks it; without those that mean lost. */
function stagesInAny({ versions }: ConversionQuestion['process']): readonly ProcessStage[] {
  const stages = new Map(versions.flatMap(version => version.stages).map(stage => [stage.id, stage]));
  return [...stages.values()].filter(stage => stage.kind !== 'lost').sort((a, b) => a.order - b.order);
}

/** Stage conversion from each open stage to each one of higher order, the won one included. */
export function conversionMatrix(
  histories: readonly StageHistory[],
  question: ConversionQuestion,
): readonly Conversion[] {
  const stages = stagesInAny(question.process);
  return stages
    .filter(stage => stage.kind === 'open')
    .flatMap(from =>
      stages
        .filter(to => to.order > from.order)
        .map(to => conversion(histories, { ...question, from: from.id, to: to.id })),
    );
}
