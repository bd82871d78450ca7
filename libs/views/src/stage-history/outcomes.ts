import type { Closing, StageHistory } from './document.js';
import { exactRatio, inPeriod, mean, millis, quantile, ratio, type Period } from './period.js';

/** An opportunity that was closed in a period and stood closed at its end. */
interface Outcome {
  readonly history: StageHistory;
  readonly closing: Closing;
}

/**
 * The closing that counts for a period: the last one in it, if the opportunity had not been reopened again before the
 * end (the state is that as at e).
 */
function outcomeIn(history: StageHistory, period: Period): Outcome | undefined {
  const closing = history.closings.findLast(one => inPeriod(period, one.at));
  if (closing === undefined) return undefined;
  return closing.reopenedAt !== null && closing.reopenedAt < period.below ? undefined : { history, closing };
}

const outcomesIn = (histories: readonly StageHistory[], period: Period): readonly Outcome[] =>
  histories.map(history => outcomeIn(history, period)).filter(outcome => outcome !== undefined);

const isWon = ({ closing }: Outcome): boolean => closing.outcome === 'won';

const amounts = (outcomes: readonly Outcome[]): bigint =>
  outcomes.reduce((sum, { closing }) => sum + BigInt(closing.amount), 0n);

function byCurrency<T>(things: readonly T[], currencyOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(currencyOf(thing));
    if (group === undefined) groups.set(currencyOf(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}

export interface WinRate {
  readonly won: number;
  /** Abandoned ones among them. */
  readonly lost: number;
  /** won ÷ (won + lost). */
  readonly rate: number | null;
  readonly byValue: readonly WinRateByValue[];
}
/** Amounts are in minor units of the currency. */
export interface WinRateByValue {
  readonly currency: string;
  readonly won: bigint;
  readonly lost: bigint;
  /** won ÷ (won + lost). */
  readonly rate: number | null;
}

/**
 * Win rate: by count = W ÷ (W + L); by value = Σ amount of W ÷ Σ amount of (W ∪ L), closed in P, state as at e.
 * Abandoned counts as L; reopened uses the last close in P. Amounts are those at closing; by value per currency, for
 * there is no rate between them here.
 */
export function winRate(histories: readonly StageHistory[], period: Period): WinRate {
  const outcomes = outcomesIn(histories, period);
  const won = outcomes.filter(isWon).length;
  const byValue = [...byCurrency(outcomes, one => one.history.currency)].map(([currency, ofCurrency]) => {
    const gained = amounts(ofCurrency.filter(isWon));
    const all = amounts(ofCurrency);
    return { currency, won: gained, lost: all - gained, rate: exactRatio(gained, all) };
  });
  return { won, lost: outcomes.length - won, rate: ratio(won, outcomes.length), byValue };
}

/** Durations are in milliseconds; null where no deal was won. */
export interface SalesCycle {
  readonly deals: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
}

/**
 * Sales cycle: mean, median and p90 of WonAt − OpenedAt over deals won in P. Reopened: last close, first open.
 * Quantiles as in {@link quantile}.
 */
export function salesCycle(histories: readonly StageHistory[], period: Period): SalesCycle {
  const cycles = outcomesIn(histories, period)
    .filter(isWon)
    .flatMap(({ history: { openedAt }, closing }) => (openedAt === null ? [] : [millis(openedAt, closing.at)]));
  return { deals: cycles.length, mean: mean(cycles), median: quantile(cycles, 0.5), p90: quantile(cycles, 0.9) };
}

export interface SalesVelocity {
  readonly currency: string;
  /** Open at the end of the period, in a stage of at least the order asked for. */
  readonly qualified: number;
  readonly winRate: number | null;
  /** Mean amount of the deals won, in minor units. */
  readonly meanWon: number | null;
  readonly medianCycleDays: number | null;
  /** Minor units a day; null where any of the four is unknown, or the median cycle is 0. */
  readonly perDay: number | null;
}

const DAY = 86_400_000;

function stageOrderAt({ stays, closings, openedAt }: StageHistory, at: string): number | undefined {
  const isClosed = closings.some(one => one.at < at && !(one.reopenedAt !== null && one.reopenedAt < at));
  if (openedAt === null || openedAt >= at || isClosed) return undefined;
  return stays.findLast(stay => stay.enteredAt < at)?.order;
}

/**
 * Sales velocity = (open qualified deals × win rate × mean won amount) ÷ median cycle days, per day, by currency: all
 * four over the opportunities of that currency, the deals open as at e. Qualified are those that stand in a stage of at
 * least `qualifiedFrom` (an order).
 */
export function salesVelocity(
  histories: readonly StageHistory[],
  { period, qualifiedFrom }: { readonly period: Period; readonly qualifiedFrom: number },
): readonly SalesVelocity[] {
  return [...byCurrency(histories, one => one.currency)].map(([currency, ofCurrency]) => {
    const isQualified = (one: StageHistory) => (stageOrderAt(one, period.below) ?? -1) >= qualifiedFrom;
    const won = outcomesIn(ofCurrency, period).filter(isWon);
    const qualified = ofCurrency.filter(isQualified).length;
    const { rate } = winRate(ofCurrency, period);
    const meanWon = exactRatio(amounts(won), BigInt(won.length));
    const { median } = salesCycle(ofCurrency, period);
    const medianCycleDays = median === null ? null : median / DAY;
    const perDay =
      rate === null || meanWon === null || !medianCycleDays ? null : (qualified * rate * meanWon) / medianCycleDays;
    return { currency, qualified, winRate: rate, meanWon, medianCycleDays, perDay };
  });
}
