import type { StageHistory, Stay } from './document.js';
import { inPeriod, mean, millis, type Period } from './period.js';

/** Durations are in milliseconds; null of none. */
export interface TimeInStage {
  readonly stageId: string;
  /** Stays that ended in the period, and their mean duration. */
  readonly closed: { readonly stays: number; readonly mean: number | null };
  /** Opportunities with such stays; several stays of one are added up first. */
  readonly perDeal: { readonly deals: number; readonly mean: number | null };
  /** Stays not ended by the cut-off, and the mean of how long they last already. */
  readonly open: { readonly stays: number; readonly mean: number | null };
}

interface Timed {
  readonly opportunityId: string;
  readonly stageId: string;
  readonly millis: number;
}

const timed = ({ opportunityId }: StageHistory, { stageId, enteredAt }: Stay, until: string): Timed => ({
  opportunityId,
  stageId,
  millis: millis(enteredAt, until),
});

const durations = (stays: readonly Timed[]): readonly number[] => stays.map(stay => stay.millis);

function perDeal(stays: readonly Timed[]): readonly number[] {
  const sums = new Map<string, number>();
  for (const stay of stays) sums.set(stay.opportunityId, (sums.get(stay.opportunityId) ?? 0) + stay.millis);
  return [...sums.values()];
}

function measured(stageId: string, closed: readonly Timed[], open: readonly Timed[]): TimeInStage {
  const deals = perDeal(closed);
  return {
    stageId,
    closed: { stays: closed.length, mean: mean(durations(closed)) },
    perDeal: { deals: deals.length, mean: mean(deals) },
    open: { stays: open.length, mean: mean(durations(open)) },
  };
}

/**
 * Time in stage, by stage: Σ(exit − entry) ÷ count(stays) over the stays whose exit ∈ P, by the cut-off t; stays still
 * open at t are reported apart, as t − entry. Several stays of an opportunity in a stage are summed first in `perDeal`.
 */
export function timeInStage(
  histories: readonly StageHistory[],
  { period, at }: { readonly period: Period; readonly at: string },
): readonly TimeInStage[] {
  const closed: Timed[] = [];
  const open: Timed[] = [];
  for (const history of histories)
    for (const stay of history.stays) {
      const { enteredAt, exitedAt } = stay;
      const ended = exitedAt !== null && exitedAt <= at;
      if (ended && inPeriod(period, exitedAt)) closed.push(timed(history, stay, exitedAt));
      if (!ended && enteredAt <= at) open.push(timed(history, stay, at));
    }
  const stages = [...new Set([...closed, ...open].map(stay => stay.stageId))];
  const of = (stays: readonly Timed[], stageId: string) => stays.filter(stay => stay.stageId === stageId);
  return stages.map(stageId => measured(stageId, of(closed, stageId), of(open, stageId)));
}
