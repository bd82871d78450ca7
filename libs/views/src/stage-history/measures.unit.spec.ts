import { describe, expect, it } from '@jest/globals';
import type { Closing, StageHistory, Stay } from './document.js';
import { emptyHistory } from './document.js';
import { conversion, conversionMatrix, salesCycle, salesVelocity, timeInStage, winRate } from './measures.js';
import { quantile, upTo } from './period.js';

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
const DAY = 86_400_000;
const P = { from: day(1), below: day(31) };

const stages = [
  { id: 'a', order: 1, kind: 'open' as const },
  { id: 'b', order: 2, kind: 'open' as const },
  { id: 'c', order: 3, kind: 'open' as const },
  { id: 'won', order: 9, kind: 'won' as const },
  { id: 'lost', order: 10, kind: 'lost' as const },
].map(stage => ({ ...stage, name: stage.id, probability: 0, exitCriteria: [], rotAfterDays: null }));
const version = (number: number, of = stages) => ({ version: number, publishedAt: day(1), stages: of, retired: [] });
const process = { pipelineId: 'p', versions: [version(1)] };

let next = 0;
/** Enters stages at days: `deal({ a: 1, b: 4 }, [['won', 9, 100]])`. */
function deal(
  entries: Readonly<Record<string, number>>,
  closings: readonly (readonly [Closing['outcome'], number, number, number?])[] = [],
  more: Partial<StageHistory> = {},
): StageHistory {
  const entered = Object.entries(entries);
  const stays = entered.map(([stageId, at], place): Stay => {
    const exit = entered[place + 1]?.[1] ?? closings[0]?.[1];
    const order = stages.find(stage => stage.id === stageId)?.order ?? 0;
    return { stageId, order, enteredAt: day(at), exitedAt: exit === undefined ? null : day(exit) };
  });
  return {
    ...emptyHistory(`op-${(next += 1)}`),
    pipelineId: 'p',
    pipelineVersion: 1,
    currency: 'USD',
    openedAt: stays[0]?.enteredAt ?? null,
    stays,
    firstEntries: stays.map(({ stageId, order, enteredAt }) => ({ id: stageId, order, at: enteredAt })),
    closings: closings.map(([outcome, at, amount, reopened]) => ({
      outcome,
      at: day(at),
      amount,
      reopenedAt: reopened === undefined ? null : day(reopened),
    })),
    ...more,
  };
}

describe('stage conversion', () => {
  const question = { process, period: P, at: day(31), from: 'a', to: 'b' };

  it('is those who reached the stage, or won, over those who first entered in the period', () => {
    const histories = [
      deal({ a: 1, b: 3 }), // reached b
      deal({ a: 2, c: 5 }), // skipped b: c is of higher order
      deal({ a: 2 }, [['won', 9, 1]]), // won from a
      deal({ a: 3 }, [['lost', 9, 1]]), // lost
      deal({ a: 4 }), // still open in a
      deal({ a: 40 }), // entered after the period
      deal({ b: 2 }), // never in a
    ];
    // entered 5; reached 3 → 3/5; still open 1 → 1/5
    expect(conversion(histories, question)).toEqual({
      from: 'a',
      to: 'b',
      entered: 5,
      reached: 3,
      stillOpen: 1,
      rate: 0.6,
      stillOpenShare: 0.2,
    });
  });

  it('looks at nothing after the cut-off', () => {
    const histories = [deal({ a: 1, b: 20 }), deal({ a: 1 }, [['won', 20, 1]]), deal({ a: 15 })];
    // at day 10: two had entered a, none had reached b, both were open
    expect(conversion(histories, { ...question, at: day(10) })).toMatchObject({ entered: 2, reached: 0, stillOpen: 2 });
  });

  it('counts what came at the cut-off itself', () => {
    const at = { ...question, at: day(10) };
    const histories = [deal({ a: 1, b: 10 }), deal({ a: 1 }, [['won', 10, 1]]), deal({ a: 10 })];
    expect(conversion(histories, at)).toMatchObject({ entered: 3, reached: 2, stillOpen: 1 });
    expect(conversion([deal({ a: 1 }, [['lost', 10, 1]])], at)).toMatchObject({ entered: 1, stillOpen: 0 });
    expect(conversion([deal({ a: 1 }, [['lost', 5, 1, 10]])], at)).toMatchObject({ entered: 1, stillOpen: 1 });
  });

  it('counts one that was reopened as open, and one won once as having reached all', () => {
    expect(conversion([deal({ a: 1 }, [['lost', 5, 1, 8]])], question)).toMatchObject({ reached: 0, stillOpen: 1 });
    expect(conversion([deal({ a: 1 }, [['won', 5, 1, 8]])], question)).toMatchObject({ reached: 1, stillOpen: 0 });
  });

  it('takes the order of the version that each opportunity follows', () => {
    const swapped = stages.map(stage => ({ ...stage, order: { a: 2, b: 1 }[stage.id] ?? stage.order }));
    const both = { ...process, versions: [version(1), version(2, swapped)] };
    const other = deal({ a: 1 }, [], { pipelineVersion: 2 });
    const second = { ...other, stays: other.stays.map(stay => ({ ...stay, order: 2 })) };
    // In version 2, a lies above b: whoever is in a has reached b.
    expect(conversion([second], { ...question, process: both })).toMatchObject({ entered: 1, reached: 1 });
    expect(conversion([second], question)).toMatchObject({ entered: 0 });
    expect(conversion([deal({ a: 1 }, [], { pipelineId: 'q' })], question)).toMatchObject({ entered: 0 });
  });

  it('is null of nothing', () => {
    expect(conversion([], question)).toMatchObject({ entered: 0, rate: null, stillOpenShare: null });
  });

  it('has a matrix of each stage to each higher one, and to won', () => {
    const matrix = conversionMatrix([deal({ a: 1, b: 2 }, [['won', 9, 1]]), deal({ a: 1 })], question);
    expect(matrix.map(({ from, to, reached, entered }) => `${from}→${to} ${reached}/${entered}`)).toEqual([
      'a→b 1/2',
      'a→c 1/2',
      'a→won 1/2',
      'b→c 1/1',
      'b→won 1/1',
      'c→won 0/0',
    ]);
  });
});

describe('time in stage', () => {
  it('is the mean of the stays that ended in the period; open ones are apart', () => {
    const twice = deal({ a: 1 }, []);
    const histories = [
      deal({ a: 1, b: 5 }), // a: 4 days; b open since day 5
      { ...twice, stays: [stay('a', 1, 3), stay('b', 3, 4), stay('a', 4, 8)] }, // a: 2 + 4 days; b: 1 day
    ];
    const of = timeInStage(histories, { period: P, at: day(11) });
    // a: (4 + 2 + 4) / 3 stays; per deal (4 + 6) / 2. b: 1 day closed, open for 11 − 5 = 6 days
    expect(of).toEqual([
      {
        stageId: 'a',
        closed: { stays: 3, mean: (10 * DAY) / 3 },
        perDeal: { deals: 2, mean: 5 * DAY },
        open: { stays: 0, mean: null },
      },
      {
        stageId: 'b',
        closed: { stays: 1, mean: DAY },
        perDeal: { deals: 1, mean: DAY },
        open: { stays: 1, mean: 6 * DAY },
      },
    ]);
  });

  it('takes a stay that ends after the cut-off as open', () => {
    // at day 4 the stay in a lasts 3 days already
    expect(timeInStage([deal({ a: 1, b: 9 })], { period: P, at: day(4) })).toEqual([
      {
        stageId: 'a',
        closed: { stays: 0, mean: null },
        perDeal: { deals: 0, mean: null },
        open: { stays: 1, mean: 3 * DAY },
      },
    ]);
  });

  it('takes a stay that ends at the cut-off as ended, and one that begins there as open', () => {
    expect(timeInStage([deal({ a: 1, b: 10 })], { period: P, at: day(10) })).toMatchObject([
      { stageId: 'a', closed: { stays: 1, mean: 9 * DAY }, open: { stays: 0 } },
      { stageId: 'b', closed: { stays: 0 }, open: { stays: 1, mean: 0 } },
    ]);
  });

  const stay = (stageId: string, from: number, to: number): Stay => ({
    stageId,
    order: 1,
    enteredAt: day(from),
    exitedAt: day(to),
  });
});

describe('win rate', () => {
  it('is by count and by value, abandoned as lost, by currency', () => {
    const histories = [
      deal({ a: 1 }, [['won', 5, 300]]),
      deal({ a: 1 }, [['lost', 6, 100]]),
      deal({ a: 1 }, [['abandoned', 7, 200]]),
      deal({ a: 1 }, [['won', 8, 50]], { currency: 'EUR' }),
      deal({ a: 1 }, [['won', 31, 900]]), // at the end of P: not in it
      deal({ a: 1 }), // open
    ];
    // W = 2, L = 2 → 1/2; USD 300 / (300 + 100 + 200) = 1/2; EUR 50/50
    expect(winRate(histories, P)).toEqual({
      won: 2,
      lost: 2,
      rate: 0.5,
      byValue: [
        { currency: 'USD', won: 300n, lost: 300n, rate: 0.5 },
        { currency: 'EUR', won: 50n, lost: 0n, rate: 1 },
      ],
    });
  });

  it('takes the last close in the period of one that was reopened, as at its end', () => {
    const again = deal({ a: 1 }, [
      ['lost', 5, 100, 8],
      ['won', 12, 100],
    ]);
    expect(winRate([again], P)).toMatchObject({ won: 1, lost: 0 });
    // Until day 10 it had been lost and was open again; until day 7 it stood lost.
    expect(winRate([again], { ...P, below: day(10) })).toMatchObject({ won: 0, lost: 0, rate: null });
    expect(winRate([again], { ...P, below: day(7) })).toMatchObject({ won: 0, lost: 1 });
  });

  it('takes one that was reopened at the end of the period as closed', () => {
    expect(winRate([deal({ a: 1 }, [['lost', 5, 1, 31]])], P)).toMatchObject({ lost: 1 });
  });

  it('is null of nothing, and by value of deals worth nothing', () => {
    expect(winRate([], P)).toEqual({ won: 0, lost: 0, rate: null, byValue: [] });
    expect(winRate([deal({ a: 1 }, [['won', 5, 0]])], P).byValue[0]?.rate).toBeNull();
  });
});

describe('sales cycle', () => {
  it('is mean, median and p90 from the first open to the last close', () => {
    const histories = [
      deal({ a: 1 }, [['won', 3, 1]]), // 2 days
      deal({ a: 1 }, [['won', 5, 1]]), // 4 days
      deal({ a: 2 }, [
        ['lost', 4, 1, 6],
        ['won', 11, 1],
      ]), // first open on day 2, last close on day 11: 9 days
      deal({ a: 1 }, [['lost', 3, 1]]),
    ];
    // mean (2 + 4 + 9) / 3 = 5; median 4; p90: place (3 − 1) × 0.9 = 1.8 → 4 + 0.8 × (9 − 4) = 8
    expect(salesCycle(histories, P)).toEqual({ deals: 3, mean: 5 * DAY, median: 4 * DAY, p90: 8 * DAY });
    expect(salesCycle([], P)).toEqual({ deals: 0, mean: null, median: null, p90: null });
  });

  it('interpolates quantiles', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([7], 0.9)).toBe(7);
    expect(quantile([], 0.5)).toBeNull();
  });
});

describe('sales velocity', () => {
  it('is open qualified deals × win rate × mean won amount ÷ median cycle days, by currency', () => {
    const histories = [
      deal({ a: 1, b: 2 }), // qualified: stands in b
      deal({ a: 1, c: 2 }), // qualified
      deal({ a: 1 }), // open, not qualified
      deal({ a: 1 }, [['won', 5, 300]]), // 4 days
      deal({ a: 1 }, [['won', 7, 100]]), // 6 days
      deal({ a: 1 }, [['lost', 7, 100]]),
      deal({ b: 1 }, [], { currency: 'EUR' }),
    ];
    // USD: 2 × 2/3 × 200 ÷ 5 = 53.33 minor units a day
    const [usd, eur] = salesVelocity(histories, { period: P, qualifiedFrom: 2 });
    expect(usd).toMatchObject({ currency: 'USD', qualified: 2, winRate: 2 / 3, meanWon: 200, medianCycleDays: 5 });
    expect(usd?.perDay).toBeCloseTo(53.333, 3);
    expect(eur).toEqual({
      currency: 'EUR',
      qualified: 1,
      winRate: null,
      meanWon: null,
      medianCycleDays: null,
      perDay: null,
    });
  });

  it('takes the deals that are open at the end of the period', () => {
    const reopened = deal({ b: 1 }, [['lost', 5, 1, 8]]);
    const closed = deal({ b: 1 }, [['lost', 5, 1]]);
    const later = deal({ b: 40 });
    const closedLater = deal({ b: 1 }, [['won', 40, 1]]);
    const histories = [reopened, closed, later, closedLater];
    expect(salesVelocity(histories, { period: P, qualifiedFrom: 2 })[0]?.qualified).toBe(2);
  });

  it('does not look at what came at the end of the period itself', () => {
    const entered = deal({ b: 31 });
    const moved = deal({ a: 1, b: 31 });
    const closed = deal({ b: 1 }, [['lost', 31, 1]]);
    const reopened = deal({ b: 1 }, [['lost', 5, 1, 31]]);
    const qualified = (one: StageHistory) => salesVelocity([one], { period: P, qualifiedFrom: 2 })[0]?.qualified;
    expect([entered, moved, closed, reopened].map(qualified)).toEqual([0, 0, 1, 0]);
  });

  it('is null a day where the deals were won at once', () => {
    const [usd] = salesVelocity([deal({ a: 3 }, [['won', 3, 100]]), deal({ b: 2 })], { period: P, qualifiedFrom: 2 });
    expect(usd).toMatchObject({ qualified: 1, winRate: 1, meanWon: 100, medianCycleDays: 0, perDay: null });
  });
});

describe('a period as far as a cut-off', () => {
  const histories = [deal({ a: 1 }, [['won', 9, 100]]), deal({ a: 1 }, [['won', 20, 100, 22]])];
  const won = (at: string) => winRate(histories, upTo(P, at)).won;

  it('holds what came by then, and nothing of what came later', () => {
    const before = new Date(Date.parse(day(9)) - 1).toISOString();
    expect([before, day(9), day(20), day(22)].map(won)).toEqual([0, 1, 2, 1]);
  });

  it('ends where it ends when the cut-off is later', () => {
    expect([day(31), '9999-12-31T23:59:59.999Z'].map(at => upTo(P, at))).toEqual([P, P]);
  });
});
