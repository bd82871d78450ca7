import { describe, expect, it } from '@jest/globals';
import {
  CompetitorAdded,
  CreditSplitSet,
  ExpectedCloseDateRevised,
  ForecastCategorySet,
  NextStepSet,
  OpportunityAbandoned,
  OpportunityAmountRevised,
  OpportunityLineAdded,
  OpportunityLineChanged,
  OpportunityLineRemoved,
  OpportunityLost,
  OpportunityOpened,
  OpportunityReopened,
  OpportunityStageChanged,
  OpportunityStalled,
  OpportunityTeamChanged,
  OpportunityTransferred,
  OpportunityWon,
  ProbabilityOverridden,
  StakeholderAdded,
} from '@touchstream/events';
import { example, timeOf, viewSpec } from '../testing/index.js';
import { pipelineBoard } from './pipeline-board.js';
import { boardSums, weightedMinor } from './sums.js';

const opportunityId = 'op-1';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const opened = example(OpportunityOpened, {
  opportunityId,
  customerId: 'c1',
  openedAt: '2026-02-01T10:00:00.000Z',
  rotAfterDays: 30,
  amount: usd('50000.00'),
});
const moved = example(OpportunityStageChanged, {
  opportunityId,
  enteredAt: '2026-02-10T00:00:00.000Z',
  rotAfterDays: 14,
  amount: usd('50000.00'),
});
const won = example(OpportunityWon, { opportunityId, enteredAt: '2026-03-01T00:00:00.000Z', amount: usd('51000.00') });
const lost = example(OpportunityLost, { opportunityId, reason: 'Price', competitorId: 'acme' });
const reopened = example(OpportunityReopened, {
  opportunityId,
  enteredAt: '2026-04-01T00:00:00.000Z',
  rotAfterDays: 14,
});

const given = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(pipelineBoard).given([opened, ...history]);

describe('a card of the pipeline board', () => {
  it('shows an opportunity as it was opened, and from when it will count as stalled', () => {
    given()
      .thenKeys([opportunityId])
      .thenDocument(opportunityId, {
        customerId: 'c1',
        status: 'open',
        stageId: 'qualification',
        currency: 'USD',
        amount: 5_000_000,
        probability: 10,
        stageEnteredAt: '2026-02-01T10:00:00.000Z',
        stalledAt: '2026-03-03T10:00:00.000Z',
        closedAt: null,
        revision: 0,
      })
      .thenIndexed(opportunityId, {
        fields: { pipelineId: 'default', status: 'open', ownerId: 'ann', amount: 5_000_000, nextStepDueAt: null },
        text: ['10 GTX Pro for the Lyon plant'],
      });
  });

  it('goes from stage to stage', () => {
    given(moved).thenDocument(opportunityId, {
      stageId: 'proposal',
      stageName: 'Proposal',
      stageOrder: 3,
      probability: 50,
      stageEnteredAt: '2026-02-10T00:00:00.000Z',
      stalledAt: '2026-02-24T00:00:00.000Z',
    });
  });

  it('stalls when it is marked, where its stage has no limit', () => {
    const unlimited = example(OpportunityStageChanged, { opportunityId, rotAfterDays: undefined });
    const stalled = example(OpportunityStalled, { opportunityId });
    given(unlimited).thenDocument(opportunityId, { stalledAt: null });
    given(unlimited, stalled).thenDocument(opportunityId, { stalledAt: timeOf(2) });
    given(unlimited, stalled, moved).thenDocument(opportunityId, { stalledAt: '2026-02-24T00:00:00.000Z' });
    given(moved, stalled).thenDocument(opportunityId, { stalledAt: '2026-02-24T00:00:00.000Z' });
  });

  it('is won for an amount, and stalls no more', () => {
    given(moved, won).thenDocument(opportunityId, {
      status: 'won',
      stageId: 'won',
      probability: 100,
      amount: 5_100_000,
      wonAmount: 5_100_000,
      closedAt: '2026-03-01T00:00:00.000Z',
      stalledAt: null,
      wonReasons: ['Delivery time'],
      orderId: 'o-1',
    });
  });

  it('is lost or abandoned for a reason', () => {
    given(lost).thenDocument(opportunityId, { status: 'lost', lostReason: 'Price', lostTo: 'acme', wonAmount: null });
    given(example(OpportunityAbandoned, { opportunityId })).thenDocument(opportunityId, {
      status: 'abandoned',
      lostReason: 'No answer for half a year',
      lostTo: null,
    });
  });

  it('is as before once it is reopened', () => {
    given(won, reopened).thenDocument(opportunityId, {
      status: 'open',
      stageId: 'proposal',
      closedAt: null,
      wonAmount: null,
      wonReasons: [],
      orderId: null,
      stalledAt: '2026-04-15T00:00:00.000Z',
    });
    given(lost, reopened).thenDocument(opportunityId, { status: 'open', lostReason: null, lostTo: null });
  });

  it('is worth what was last said, with the chance that was last said', () => {
    given(
      example(OpportunityAmountRevised, { opportunityId, new: usd('54000.00') }),
      example(ProbabilityOverridden, { opportunityId, new: 70 }),
      example(ForecastCategorySet, { opportunityId, to: 'commit' }),
      example(ExpectedCloseDateRevised, { opportunityId, new: '2026-07-31' }),
    ).thenDocument(opportunityId, {
      amount: 5_400_000,
      probability: 70,
      forecastCategory: 'commit',
      expectedCloseDate: '2026-07-31',
    });
  });

  it('has lines, each as it was last said', () => {
    const line = { opportunityId, lineId: 'l1' };
    const { lines } = given(
      example(OpportunityLineAdded, line),
      example(OpportunityLineAdded, { ...line, lineId: 'l2' }),
      example(OpportunityLineChanged, { ...line, qty: 2.5, net: usd('11449.88') }),
      example(OpportunityLineRemoved, { ...line, lineId: 'l2' }),
    )
      .thenIndexed(opportunityId, { lookups: { product: ['gtx-pro'] } })
      .document(opportunityId);
    expect(lines).toEqual([
      { id: 'l1', productId: 'gtx-pro', name: 'GTX Pro', qty: 2.5, price: 482_100, discount: 5, net: 1_144_988 },
    ]);
  });

  it('names the people in it, once each', () => {
    const contactId = 'contact-7';
    given(
      example(StakeholderAdded, { opportunityId, contactId, role: 'user', influence: 'low' }),
      example(StakeholderAdded, { opportunityId, contactId, role: 'decider', influence: 'high' }),
      example(CompetitorAdded, { opportunityId, competitorId: 'acme', strength: 'weak' }),
      example(OpportunityTeamChanged, { opportunityId, added: ['bob', 'carol'], removed: [] }),
      example(OpportunityTeamChanged, { opportunityId, added: ['dan'], removed: ['bob'] }),
      example(CreditSplitSet, { opportunityId, splits: [{ userId: 'ann', share: 1 }] }),
      example(OpportunityTransferred, { opportunityId, to: 'bob' }),
    )
      .thenDocument(opportunityId, {
        stakeholders: [{ id: contactId, role: 'decider', influence: 'high' }],
        competitors: [{ id: 'acme', strength: 'weak' }],
        team: ['carol', 'dan'],
        creditSplit: [{ userId: 'ann', share: 1 }],
        ownerId: 'bob',
      })
      .thenIndexed(opportunityId, { lookups: { contact: [contactId], competitor: ['acme'] } });
  });

  it('has a next step, due while it is open', () => {
    const next = example(NextStepSet, { opportunityId, text: 'Call', dueAt: '2026-03-08T09:00:00.000Z' });
    given(next)
      .thenDocument(opportunityId, { nextStep: { text: 'Call', dueAt: '2026-03-08T09:00:00.000Z' } })
      .thenIndexed(opportunityId, { fields: { nextStepDueAt: '2026-03-08T09:00:00.000Z' } });
    given(next, lost).thenIndexed(opportunityId, { fields: { nextStepDueAt: null } });
  });

  it('is at the revision of the stream, also after an event that changes nothing in it', () => {
    given(example(OpportunityStalled, { opportunityId })).thenDocument(opportunityId, { revision: 1 });
  });
});

describe('sums over cards', () => {
  const group = (currency: string, probability: number, amount: bigint, stageId = 'a') => ({
    group: { stageId, currency, probability },
    count: 2,
    sums: { amount },
  });

  it('add up raw and weighted, never over currencies', () => {
    // 1000.00 × 50 % + 200.01 × 10 % = 500.00 + 20.001 = 520.001
    const tally = [group('USD', 50, 100_000n), group('USD', 10, 20_001n), group('EUR', 50, 5n)];
    const [usdSum, eurSum] = boardSums(tally);
    expect(usdSum).toEqual({ group: {}, currency: 'USD', count: 4, raw: 120_001n, weighted: 5_200_010n });
    expect(weightedMinor(usdSum?.weighted ?? 0n)).toBe(52_000n);
    expect(eurSum).toEqual({ group: {}, currency: 'EUR', count: 2, raw: 5n, weighted: 250n });
    expect(weightedMinor(250n)).toBe(3n);
  });

  it('are told apart by the fields asked for', () => {
    const tally = [group('USD', 50, 10n, 'a'), group('USD', 50, 20n, 'b'), group('USD', 10, 30n, 'b')];
    expect(boardSums(tally, ['stageId']).map(sum => [sum.group['stageId'], sum.raw, sum.weighted])).toEqual([
      ['a', 10n, 500n],
      ['b', 50n, 1_300n],
    ]);
  });

  it('are exact beyond what a number holds', () => {
    const amount = BigInt(Number.MAX_SAFE_INTEGER);
    expect(boardSums([group('USD', 90, amount)])[0]?.weighted).toBe(amount * 90n);
  });
});
