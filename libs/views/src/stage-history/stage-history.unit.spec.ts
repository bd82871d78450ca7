import { describe, expect, it } from '@jest/globals';
import {
  OpportunityAbandoned,
  OpportunityAmountRevised,
  OpportunityLost,
  OpportunityOpened,
  OpportunityReopened,
  OpportunityStageChanged,
  OpportunityStalled,
  OpportunityTransferred,
  OpportunityWon,
} from '@touchstream/events';
import { example, viewSpec } from '../testing/index.js';
import { stageHistory } from './stage-history.js';

const opportunityId = 'op-1';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`;

const opened = example(OpportunityOpened, { opportunityId, customerId: 'c1', openedAt: day(1), amount: usd('10.00') });
const to = (stageId: string, toOrder: number, at: string, direction: 'forward' | 'back') =>
  example(OpportunityStageChanged, {
    opportunityId,
    to: stageId,
    toOrder,
    enteredAt: at,
    direction,
    amount: usd('10.00'),
  });
const given = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(stageHistory).given([opened, ...history]);

describe('the stage history of an opportunity', () => {
  it('begins with a stay that has no end', () => {
    given()
      .thenDocument(opportunityId, {
        stays: [{ stageId: 'qualification', order: 1, enteredAt: day(1), exitedAt: null }],
        firstEntries: [{ id: 'qualification', order: 1, at: day(1) }],
        outcome: 'open',
        openedAt: day(1),
        amount: 1_000,
        customerId: 'c1',
        ownerId: 'ann',
        pipelineVersion: 1,
      })
      .thenIndexed(opportunityId, { fields: { pipelineId: 'default', openedAt: day(1), closedAt: null } });
  });

  it('ends a stay where the next begins, and keeps the first entry to each stage', () => {
    given(
      to('proposal', 3, day(4), 'forward'),
      to('qualification', 1, day(6), 'back'),
      to('proposal', 3, day(9), 'forward'),
    ).thenDocument(opportunityId, {
      stays: [
        { stageId: 'qualification', order: 1, enteredAt: day(1), exitedAt: day(4) },
        { stageId: 'proposal', order: 3, enteredAt: day(4), exitedAt: day(6) },
        { stageId: 'qualification', order: 1, enteredAt: day(6), exitedAt: day(9) },
        { stageId: 'proposal', order: 3, enteredAt: day(9), exitedAt: null },
      ],
      firstEntries: [
        { id: 'qualification', order: 1, at: day(1) },
        { id: 'proposal', order: 3, at: day(4) },
      ],
      highestOrder: 3,
      regressions: 1,
    });
  });

  it('is at the revision of its opportunity, whatever happens to that', () => {
    const stalled = example(OpportunityStalled, { opportunityId });
    given(stalled).thenDocument(opportunityId, { revision: 1 });
  });

  it('ends with a closing; losing is no stage that was reached', () => {
    given(example(OpportunityLost, { opportunityId, enteredAt: day(5), amount: usd('10.00') })).thenDocument(
      opportunityId,
      {
        outcome: 'lost',
        closedAt: day(5),
        highestOrder: 1,
        stays: [{ stageId: 'qualification', order: 1, enteredAt: day(1), exitedAt: day(5) }],
        closings: [{ outcome: 'lost', at: day(5), amount: 1_000, reopenedAt: null }],
      },
    );
    given(example(OpportunityAbandoned, { opportunityId, enteredAt: day(5) })).thenDocument(opportunityId, {
      outcome: 'abandoned',
    });
  });

  it('remembers every closing and reopening', () => {
    given(
      example(OpportunityWon, { opportunityId, enteredAt: day(5), amount: usd('12.00') }),
      example(OpportunityReopened, {
        opportunityId,
        enteredAt: day(7),
        to: 'proposal',
        toOrder: 3,
        amount: usd('12.00'),
      }),
      example(OpportunityLost, { opportunityId, enteredAt: day(9), amount: usd('12.00') }),
    ).thenDocument(opportunityId, {
      outcome: 'lost',
      closedAt: day(9),
      amount: 1_200,
      regressions: 0,
      stays: [
        { stageId: 'qualification', order: 1, enteredAt: day(1), exitedAt: day(5) },
        { stageId: 'proposal', order: 3, enteredAt: day(7), exitedAt: day(9) },
      ],
      closings: [
        { outcome: 'won', at: day(5), amount: 1_200, reopenedAt: day(7) },
        { outcome: 'lost', at: day(9), amount: 1_200, reopenedAt: null },
      ],
    });
  });

  it('knows the amount and the owner as they are', () => {
    given(
      example(OpportunityAmountRevised, { opportunityId, new: usd('54000.00') }),
      example(OpportunityTransferred, { opportunityId, to: 'bob' }),
    ).thenDocument(opportunityId, { amount: 5_400_000, ownerId: 'bob' });
  });

  it('has the amount that was last said, whatever entries and closings say it was', () => {
    const otherwise = { opportunityId, amount: usd('99.00') };
    const lost = given(
      example(OpportunityStageChanged, otherwise),
      example(OpportunityLost, otherwise),
      example(OpportunityReopened, otherwise),
    ).thenDocument(opportunityId, { amount: 1_000 });
    expect(lost.document(opportunityId).closings).toMatchObject([{ amount: 1_000 }]);
  });
});
