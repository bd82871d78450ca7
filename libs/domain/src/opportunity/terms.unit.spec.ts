import { describe, expect, it } from '@jest/globals';
import {
  CompetitorAdded,
  CreditSplitSet,
  derivedId,
  event,
  ExpectedCloseDateRevised,
  ForecastCategorySet,
  NextStepSet,
  OpportunityAmountRevised,
  OpportunityLineAdded,
  OpportunityLineChanged,
  OpportunityLineRemoved,
  OpportunityLost,
  OpportunityOpened,
  OpportunityTeamChanged,
  OpportunityTransferred,
  ProbabilityOverridden,
  StakeholderAdded,
} from '@touchstream/events';
import * as fc from 'fast-check';
import { given, testMeta } from '../testing/index.js';
import {
  aContact,
  aProduct,
  aRenamedProduct,
  aRetiredProduct,
  exampleEvent,
  noContact,
  usd,
} from '../testing/sales-facts.js';
import { opportunity } from './opportunity.js';

const opened = event(OpportunityOpened, { ...exampleEvent(OpportunityOpened).data, opportunityId: 'a1' });
const lost = exampleEvent(OpportunityLost);
const opportunityId = 'a1';
const line = {
  opportunityId,
  lineId: 'l1',
  productId: 'gtx-pro',
  name: 'GTX Pro',
  qty: 3,
  price: usd('10.00'),
  discount: 5,
  net: usd('28.50'),
};
const added = event(OpportunityLineAdded, line);

describe('what an opportunity is worth', () => {
  it('is revised in its own currency', () => {
    given(opportunity, [opened])
      .when('ReviseAmount', { amount: usd('54000'), reason: 'More' })
      .then([
        event(OpportunityAmountRevised, { opportunityId, old: usd('50000.00'), new: usd('54000.00'), reason: 'More' }),
      ]);
    given(opportunity, [opened])
      .when('ReviseAmount', { amount: usd('50000') })
      .thenNothing();
    given(opportunity, [opened])
      .when('ReviseAmount', { amount: { amount: '1', currency: 'EUR' } })
      .thenRefused('currency-mismatch', '/amount/currency');
    given(opportunity, [opened, lost])
      .when('ReviseAmount', { amount: usd('1') })
      .thenRefused('opportunity-closed');
  });

  it('closes on another day', () => {
    const revised = event(ExpectedCloseDateRevised, { opportunityId, old: '2026-06-30', new: '2026-07-31' });
    given(opportunity, [opened]).when('ReviseCloseDate', { expectedCloseDate: '2026-07-31' }).then([revised]);
    given(opportunity, [opened, revised]).when('ReviseCloseDate', { expectedCloseDate: '2026-07-31' }).thenNothing();
  });

  it('has another chance, and another place in the forecast', () => {
    const overridden = event(ProbabilityOverridden, { opportunityId, old: 10, new: 70, amount: usd('50000.00') });
    given(opportunity, [opened]).when('ReviseProbability', { probability: 70 }).then([overridden]);
    given(opportunity, [opened, overridden]).when('ReviseProbability', { probability: 70 }).thenNothing();
    const set = event(ForecastCategorySet, { opportunityId, from: 'pipeline', to: 'commit' });
    given(opportunity, [opened]).when('SetForecastCategory', { category: 'commit' }).then([set]);
    given(opportunity, [opened, set]).when('SetForecastCategory', { category: 'commit' }).thenNothing();
  });
});

describe('the lines of an opportunity', () => {
  const facts = { product: aProduct };
  const add = { lineId: 'l1', productId: 'gtx-pro', qty: 3, price: usd('10'), discount: 5 };

  it('are added once', () => {
    given(opportunity, [opened]).when('AddOpportunityLine', add, { facts }).then([added]);
    given(opportunity, [opened, added]).when('AddOpportunityLine', add, { facts }).thenNothing();
    given(opportunity, [opened, added])
      .when('AddOpportunityLine', { ...add, qty: 4 }, { facts })
      .thenRefused('line-exists', '/lineId');
  });

  it('are known again whatever their product has become', () => {
    const again = (product: typeof aProduct, more: object = {}) =>
      given(opportunity, [opened, added]).when('AddOpportunityLine', { ...add, ...more }, { facts: { product } });
    for (const product of [aRetiredProduct, aRenamedProduct]) again(product).thenNothing();
    again(aRetiredProduct, { productId: 'other' }).thenRefused('line-exists', '/lineId');
  });

  it('get an id that follows from the command', () => {
    const { lineId: _, discount: __, ...rest } = add;
    given(opportunity, [opened])
      .when('AddOpportunityLine', rest, { facts })
      .then([
        event(OpportunityLineAdded, {
          ...line,
          lineId: derivedId(testMeta().commandId, 'line'),
          discount: 0,
          net: usd('30.00'),
        }),
      ]);
  });

  it('are of products on offer, in the currency of the opportunity', () => {
    const refused = (code: string, field: string, product = aProduct, more: object = {}) =>
      given(opportunity, [opened])
        .when('AddOpportunityLine', { ...add, ...more }, { facts: { product } })
        .thenRefused(code, field);
    refused('unknown-product', '/productId', { status: 'none' });
    refused('product-retired', '/productId', aRetiredProduct);
    refused('currency-mismatch', '/price/currency', aProduct, { price: { amount: '1', currency: 'EUR' } });
    refused('amount-out-of-range', '/qty', aProduct, { price: usd('90000000000000.00'), qty: 1000 });
  });

  it('are at most 200', () => {
    const many = Array.from({ length: 200 }, (_, at) => event(OpportunityLineAdded, { ...line, lineId: `n${at}` }));
    given(opportunity, [opened, ...many])
      .when('AddOpportunityLine', add, { facts })
      .thenRefused('too-many-lines');
  });

  it('change and go', () => {
    given(opportunity, [opened, added])
      .when('ChangeOpportunityLine', { lineId: 'l1', qty: 4 })
      .then([event(OpportunityLineChanged, { ...line, qty: 4, net: usd('38.00'), oldNet: usd('28.50') })]);
    given(opportunity, [opened, added]).when('ChangeOpportunityLine', { lineId: 'l1', qty: 3 }).thenNothing();
    given(opportunity, [opened])
      .when('ChangeOpportunityLine', { lineId: 'l1', qty: 4 })
      .thenRefused('unknown-line', '/lineId');
    const { state } = given(opportunity, [opened, added])
      .when('RemoveOpportunityLine', { lineId: 'l1' })
      .then([event(OpportunityLineRemoved, line)]);
    expect(state).toMatchObject({ lines: [] });
    given(opportunity, [opened]).when('RemoveOpportunityLine', { lineId: 'l1' }).thenRefused('unknown-line', '/lineId');
  });
});

describe('the people of an opportunity', () => {
  it('are stakeholders and competitors, each as last said', () => {
    const decider = { contactId: 'k1', role: 'decider', influence: 'high' } as const;
    const facts = { contact: aContact };
    const stakeholder = event(StakeholderAdded, { opportunityId, ...decider });
    given(opportunity, [opened]).when('AddStakeholder', decider, { facts }).then([stakeholder]);
    given(opportunity, [opened, stakeholder]).when('AddStakeholder', decider, { facts }).thenNothing();
    given(opportunity, [opened, stakeholder])
      .when('AddStakeholder', { ...decider, role: 'user' }, { facts })
      .then([event(StakeholderAdded, { opportunityId, ...decider, role: 'user' })]);
    given(opportunity, [opened])
      .when('AddStakeholder', decider, { facts: { contact: noContact } })
      .thenRefused('unknown-contact', '/contactId');
    const acme = { competitorId: 'acme', strength: 'strong' } as const;
    const competitor = event(CompetitorAdded, { opportunityId, ...acme });
    given(opportunity, [opened]).when('AddCompetitor', acme).then([competitor]);
    given(opportunity, [opened, competitor]).when('AddCompetitor', acme).thenNothing();
  });

  it('are a team that people join and leave', () => {
    const joined = event(OpportunityTeamChanged, { opportunityId, added: ['bob', 'eve'], removed: [] });
    given(opportunity, [opened])
      .when('ChangeOpportunityTeam', { add: ['bob', 'bob', 'eve'], remove: ['carol'] })
      .then([joined]);
    given(opportunity, [opened, joined])
      .when('ChangeOpportunityTeam', { add: ['bob'] })
      .thenNothing();
    const { state } = given(opportunity, [opened, joined])
      .when('ChangeOpportunityTeam', { remove: ['bob'] })
      .then([event(OpportunityTeamChanged, { opportunityId, added: [], removed: ['bob'] })]);
    expect(state).toMatchObject({ team: ['eve'] });
    given(opportunity, [opened])
      .when('ChangeOpportunityTeam', { add: ['bob'], remove: ['bob'] })
      .thenRefused('team-conflict', '/add');
  });

  it('share the credit for it, all of it and no more', () => {
    const splits = [
      { userId: 'ann', share: 0.3333 },
      { userId: 'bob', share: 0.6667 },
    ];
    const split = event(CreditSplitSet, { opportunityId, splits });
    given(opportunity, [opened]).when('SplitCredit', { splits }).then([split]);
    given(opportunity, [opened, split]).when('SplitCredit', { splits }).thenNothing();
    given(opportunity, [opened])
      .when('SplitCredit', { splits: splits.slice(1) })
      .thenRefused('shares-not-whole', '/splits');
    given(opportunity, [opened])
      .when('SplitCredit', {
        splits: [
          { userId: 'ann', share: 0.5 },
          { userId: 'ann', share: 0.5 },
        ],
      })
      .thenRefused('duplicate-user', '/splits');
  });

  it('are given their shares in ten-thousandths, exactly', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 20 }), fc.nat(1), (cuts, off) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), 10_000];
        const parts = edges.slice(1).map((edge, at) => edge - edges[at]!);
        if (off > 0 && parts[0]! > 1) parts[0]! -= 1;
        const whole = parts.reduce((a, b) => a + b, 0) === 10_000;
        const splits = parts.map((part, at) => ({ userId: `u${at}`, share: part / 10_000 }));
        const split = given(opportunity, [opened]).when('SplitCredit', { splits });
        if (whole) split.then([event(CreditSplitSet, { opportunityId, splits })]);
        else split.thenRefused('shares-not-whole', '/splits');
      }),
    ));

  it('hand it on, with what is to be done next', () => {
    const transferred = event(OpportunityTransferred, { opportunityId, from: 'ann', to: 'bob' });
    given(opportunity, [opened]).when('TransferOpportunity', { ownerId: 'bob' }).then([transferred]);
    given(opportunity, [opened, transferred]).when('TransferOpportunity', { ownerId: 'bob' }).thenNothing();
    const step = { text: 'Call', dueAt: '2026-03-08T09:00:00.000Z' };
    const set = event(NextStepSet, { opportunityId, ...step });
    given(opportunity, [opened]).when('SetNextStep', step).then([set]);
    given(opportunity, [opened, set]).when('SetNextStep', step).thenNothing();
  });
});
