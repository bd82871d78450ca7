import { describe, expect, it } from '@jest/globals';
import {
  event,
  OpportunityAbandoned,
  OpportunityLost,
  OpportunityOpened,
  OpportunityReopened,
  OpportunityStageChanged,
  OpportunityStalled,
  opportunityEvents,
  OpportunityWon,
  SalesProcessPublished,
} from '@touchstream/events';
import { salesProcess } from '../sales-process/index.js';
import { given } from '../testing/index.js';
import {
  aCustomer,
  anArchivedCustomer,
  aProcess,
  aProcessWithoutDemo,
  exampleEvent,
  noCustomer,
  usd,
} from '../testing/sales-facts.js';
import type { opportunityCommands } from './commands.js';
import { opportunity } from './opportunity.js';

const facts = { customer: aCustomer, process: aProcess };
const now = '2026-03-01T10:00:00.000Z';
const openedAt = '2026-02-01T10:00:00.000Z';
const opened = event(OpportunityOpened, {
  opportunityId: 'a1',
  customerId: 'c1',
  name: 'Ten of them',
  pipelineId: 'default',
  pipelineVersion: 1,
  stageId: 'qualification',
  stageName: 'QUALIFICATION',
  stageOrder: 1,
  probability: 10,
  rotAfterDays: 30,
  forecastCategory: 'pipeline',
  amount: usd('1000.00'),
  ownerId: 'ann',
  openedAt,
});
const deal = { opportunityId: 'a1', ownerId: 'ann', pipelineId: 'default', pipelineVersion: 1 };
const leaving = { ...deal, from: 'qualification', fromOrder: 1, fromProbability: 10, amount: usd('1000.00') };
const demo = { to: 'demo', toName: 'DEMO', toOrder: 2, probability: 30 };
const proposal = { to: 'proposal', toName: 'PROPOSAL', toOrder: 3, probability: 50, rotAfterDays: 14 };
const won = { to: 'won', toName: 'WON', toOrder: 9, probability: 100 };
const lost = { to: 'lost', toName: 'LOST', toOrder: 10, probability: 0 };
const closing = { ...leaving, enteredAt: now, oldAmount: usd('1000.00'), openedAt };

const inProposal = event(OpportunityStageChanged, {
  ...leaving,
  ...proposal,
  enteredAt: '2026-02-10T10:00:00.000Z',
  direction: 'skip',
  evidence: [],
});
const wasWon = event(OpportunityWon, { ...closing, ...won, reasons: [] });
const wasLost = event(OpportunityLost, { ...closing, ...lost, reason: 'Price' });

describe('opening an opportunity', () => {
  const open = { customerId: 'c1', name: 'Ten of them', amount: usd('1000') };

  it('puts it into the first stage of the default process, for who opens it', () => {
    given(opportunity, [])
      .when('OpenOpportunity', open, { facts, meta: { occurredAt: openedAt } })
      .then([opened]);
  });

  it('takes a process, a stage, an owner and the rest as they are named', () => {
    const more = {
      pipelineId: 'renewals',
      stageId: 'proposal',
      ownerId: 'bob',
      expectedCloseDate: '2026-06-30',
      forecastCategory: 'commit' as const,
      leadSource: 'Fair',
      leadId: 'l1',
      partnerId: 'p1',
    };
    given(opportunity, [])
      .when('OpenOpportunity', { ...open, ...more }, { facts, meta: { occurredAt: openedAt } })
      .then([
        event(OpportunityOpened, {
          ...opened.data,
          ...more,
          stageName: 'PROPOSAL',
          stageOrder: 3,
          probability: 50,
          rotAfterDays: 14,
        }),
      ]);
  });

  it('needs a customer at work, and an open stage of a process that is there', () => {
    const refused = (facts_: object, code: string, field: string, more: object = {}) =>
      given(opportunity, [])
        .when('OpenOpportunity', { ...open, ...more }, { facts: { ...facts, ...facts_ } })
        .thenRefused(code, field);
    refused({ customer: noCustomer }, 'unknown-customer', '/customerId');
    refused({ customer: anArchivedCustomer }, 'customer-archived', '/customerId');
    refused({ process: salesProcess.initialState }, 'unknown-sales-process', '/pipelineId');
    refused({}, 'unknown-stage', '/stageId', { stageId: 'constructor' });
    refused({}, 'stage-not-open', '/stageId', { stageId: 'won' });
  });

  it('asks for its customer and its process', () => {
    expect(opportunity.facts?.OpenOpportunity?.({ data: open } as never, opportunity.initialState)).toEqual({
      customer: { aggregate: 'customer', id: 'c1' },
      process: { aggregate: 'sales-process', id: 'default' },
    });
    const renewal = { ...open, pipelineId: 'renewals' };
    expect(opportunity.facts?.OpenOpportunity?.({ data: renewal } as never, opportunity.initialState)).toMatchObject({
      process: { aggregate: 'sales-process', id: 'renewals' },
    });
  });
});

describe('changing the stage of an opportunity', () => {
  const change = (stageId: string, history = [opened] as Parameters<typeof given>[1], process = aProcess) =>
    given(opportunity, history).when(
      'ChangeOpportunityStage',
      { stageId, evidence: ['Budget'] },
      { facts: { process } },
    );
  const changed = (data: object) => event(OpportunityStageChanged, data as never);

  it('tells forward, skip and back apart', () => {
    const at = { enteredAt: now, evidence: ['Budget'] };
    change('demo').then([changed({ ...leaving, ...demo, ...at, direction: 'forward' })]);
    change('proposal').then([changed({ ...leaving, ...proposal, ...at, direction: 'skip' })]);
    change('demo', [opened, inProposal]).then([
      changed({
        ...leaving,
        from: 'proposal',
        fromOrder: 3,
        fromProbability: 50,
        ...demo,
        ...at,
        direction: 'back',
      }),
    ]);
  });

  it('changes nothing where it stands there already', () => {
    change('qualification').thenNothing();
  });

  it('takes the replacement of a retired stage, which nobody skips any more', () => {
    change('demo', [opened], aProcessWithoutDemo).then([
      changed({ ...leaving, ...proposal, enteredAt: now, evidence: ['Budget'], direction: 'forward' }),
    ]);
  });

  it('follows the version it was opened with', () => {
    const later = given(salesProcess, [
      event(SalesProcessPublished, {
        pipelineId: 'default',
        version: 1,
        name: 'Default',
        isDefault: true,
        stages: [...aProcess.versions[0]!.stages],
      }),
      event(SalesProcessPublished, {
        pipelineId: 'default',
        version: 2,
        name: 'Default',
        isDefault: true,
        stages: aProcess.versions[0]!.stages.filter(stage => stage.id !== 'demo'),
      }),
    ]).state();
    change('demo', [opened], later).then([
      changed({ ...leaving, ...demo, enteredAt: now, evidence: ['Budget'], direction: 'forward' }),
    ]);
  });

  it('goes to no stage but an open one of its process', () => {
    change('won').thenRefused('stage-not-open', '/stageId');
    change('nope').thenRefused('unknown-stage', '/stageId');
  });

  it('happens after the last move, as the record does after its beginning', () => {
    const at = (occurredAt: string) =>
      given(opportunity, [opened, inProposal]).when(
        'ChangeOpportunityStage',
        { stageId: 'demo' },
        { facts, meta: { occurredAt } },
      );
    at('2026-02-05T10:00:00.000Z').thenRefused('before-last-change', '/occurredAt');
    at('2026-01-05T10:00:00.000Z').thenRefused('before-beginning', '/occurredAt');
  });

  it('is refused once it is closed', () => {
    change('demo', [opened, wasLost]).thenRefused('opportunity-closed');
  });
});

describe('closing an opportunity', () => {
  const win = (data: object, history = [opened] as Parameters<typeof given>[1], more: object = {}) =>
    given(opportunity, history).when('WinOpportunity', data, { facts: { ...facts, ...more } });

  it('wins it, with the final amount', () => {
    win({ amount: usd('1200'), reasons: ['Speed'] }).then([
      event(OpportunityWon, { ...closing, ...won, amount: usd('1200.00'), reasons: ['Speed'] }),
    ]);
    win({}).then([wasWon]);
  });

  it("names the customer's own order and quote", () => {
    const document = { status: 'accepted', customerId: 'c1' };
    win({ orderId: 'o1', quoteId: 'q1' }, [opened], { order: document, quote: document }).then([
      event(OpportunityWon, { ...closing, ...won, orderId: 'o1', quoteId: 'q1', reasons: [] }),
    ]);
    win({ orderId: 'o1' }, [opened], { order: { status: 'none' } }).thenRefused('unknown-order', '/orderId');
    win({ orderId: 'o1' }, [opened], { order: { ...document, status: 'cancelled' } }).thenRefused(
      'order-cancelled',
      '/orderId',
    );
    for (const status of ['rejected', 'expired', 'withdrawn'])
      win({ quoteId: 'q1' }, [opened], { quote: { ...document, status } }).thenRefused('quote-ended', '/quoteId');
    for (const kind of ['quote', 'order']) {
      const winBy = (opportunityId: string) =>
        win({ [`${kind}Id`]: 'd1' }, [opened], { [kind]: { ...document, opportunityId } });
      winBy('a2').thenRefused('other-opportunity', `/${kind}Id`);
      expect(winBy('a1').decided()).toHaveLength(1);
    }
    win({ quoteId: 'q1' }, [opened], { quote: { status: 'sent', customerId: 'c2' } }).thenRefused(
      'other-customer',
      '/quoteId',
    );
  });

  it('wins only in its own currency', () => {
    win({ amount: { amount: '1', currency: 'EUR' } }).thenRefused('currency-mismatch', '/amount/currency');
  });

  it('is told of its win again, and nothing new', () => {
    const history = [opened, event(OpportunityWon, { ...wasWon.data, orderId: 'o1', reasons: ['Speed'] })];
    win({}, history).thenNothing();
    win({ orderId: 'o1', reasons: ['Speed'] }, history).thenNothing();
    win({ reasons: ['Price'] }, history).thenRefused('opportunity-closed');
    win({ quoteId: 'q1' }, history).thenRefused('opportunity-closed');
  });

  it('wins once', () => {
    win({}, [opened, wasWon]).thenNothing();
    win({ amount: usd('1000.0') }, [opened, wasWon]).thenNothing();
    win({ amount: usd('7') }, [opened, wasWon]).thenRefused('opportunity-closed');
    win({ orderId: 'o1' }, [opened, wasWon]).thenRefused('opportunity-closed');
    win({}, [opened, wasLost]).thenRefused('opportunity-closed');
  });

  it('loses it, once', () => {
    const lose = (reason: string, history = [opened] as Parameters<typeof given>[1]) =>
      given(opportunity, history).when('LoseOpportunity', { reason, competitorId: 'acme' }, { facts });
    lose('Price').then([event(OpportunityLost, { ...closing, ...lost, reason: 'Price', competitorId: 'acme' })]);
    lose('Time', [opened, wasLost]).thenRefused('opportunity-closed');
    lose('Price', [opened, wasWon]).thenRefused('opportunity-closed');
  });

  it('is told of its loss again, and nothing new', () => {
    const lose = (data: object) =>
      given(opportunity, [
        opened,
        event(OpportunityLost, { ...wasLost.data, competitorId: 'acme', note: 'Too dear' }),
      ]).when('LoseOpportunity', { reason: 'Price', ...data }, { facts });
    lose({}).thenNothing();
    lose({ competitorId: 'acme', note: 'Too dear' }).thenNothing();
    lose({ competitorId: 'contoso' }).thenRefused('opportunity-closed');
    lose({ note: 'Too slow' }).thenRefused('opportunity-closed');
    given(opportunity, [opened, wasLost])
      .when('LoseOpportunity', { reason: 'Price', competitorId: 'acme' }, { facts })
      .thenRefused('opportunity-closed');
  });

  it('abandons it, once', () => {
    const abandoned = event(OpportunityAbandoned, { ...closing, ...lost, reason: 'Silence' });
    const abandon = (history: Parameters<typeof given>[1]) =>
      given(opportunity, history).when('AbandonOpportunity', { reason: 'Silence' }, { facts });
    abandon([opened]).then([abandoned]);
    abandon([opened, abandoned]).thenNothing();
    given(opportunity, [opened, abandoned]).when('AbandonOpportunity', {}, { facts }).thenNothing();
    given(opportunity, [opened, abandoned])
      .when('AbandonOpportunity', { reason: 'No budget' }, { facts })
      .thenRefused('opportunity-closed');
    abandon([opened, wasWon]).thenRefused('opportunity-closed');
  });

  it('is no move into the past', () => {
    given(opportunity, [opened, inProposal])
      .when('WinOpportunity', {}, { facts, meta: { occurredAt: '2026-02-02T00:00:00.000Z' } })
      .thenRefused('before-last-change', '/occurredAt');
  });
});

describe('reopening an opportunity', () => {
  const reopen = (data: { stageId?: string }, history: Parameters<typeof given>[1], process = aProcess) =>
    given(opportunity, history).when('ReopenOpportunity', { reason: 'New budget', ...data }, { facts: { process } });
  const head = { name: 'Ten of them', openedAt, forecastCategory: 'pipeline' as const };
  const fromLost = { ...leaving, from: 'lost', fromOrder: 10, fromProbability: 0, enteredAt: now };

  it('puts it back into the last open stage, or into the one named', () => {
    reopen({}, [opened, wasLost]).then([
      event(OpportunityReopened, {
        ...fromLost,
        to: 'qualification',
        toName: 'QUALIFICATION',
        toOrder: 1,
        probability: 10,
        rotAfterDays: 30,
        closedAs: 'lost',
        reason: 'New budget',
        opportunity: head,
      }),
    ]);
    reopen({ stageId: 'demo' }, [opened, wasLost], aProcessWithoutDemo).then([
      event(OpportunityReopened, {
        ...fromLost,
        ...proposal,
        closedAs: 'lost',
        reason: 'New budget',
        opportunity: head,
      }),
    ]);
  });

  it('lets it go on', () => {
    const { state } = reopen({}, [opened, wasWon]).then([
      event(OpportunityReopened, {
        ...fromLost,
        from: 'won',
        fromOrder: 9,
        fromProbability: 100,
        to: 'qualification',
        toName: 'QUALIFICATION',
        toOrder: 1,
        probability: 10,
        rotAfterDays: 30,
        closedAs: 'won',
        reason: 'New budget',
        opportunity: head,
      }),
    ]);
    expect(state).toMatchObject({ status: 'open', stageId: 'qualification', probability: 10, enteredAt: now });
    expect(state).not.toHaveProperty('orderId', expect.anything());
  });

  it('changes nothing of an open one, and needs an open stage', () => {
    reopen({}, [opened]).thenNothing();
    reopen({ stageId: 'qualification' }, [opened]).thenNothing();
    reopen({ stageId: 'proposal' }, [opened]).thenRefused('opportunity-open');
    const reopened = reopen({}, [opened, wasLost]).decided();
    reopen({}, [opened, wasLost, ...reopened]).thenNothing();
    given(opportunity, [opened, wasLost, ...reopened])
      .when('ReopenOpportunity', { reason: 'Won after all' }, { facts })
      .thenRefused('opportunity-open');
    reopen({ stageId: 'won' }, [opened, wasLost]).thenRefused('stage-not-open', '/stageId');
  });

  it('is recognised when it is told again, also where its stage was retired before or since', () => {
    const told = (stageId: string) => reopen({ stageId }, [opened, wasLost], aProcessWithoutDemo).decided();
    for (const stageId of ['demo', 'proposal'])
      reopen({ stageId }, [opened, wasLost, ...told('demo')], aProcessWithoutDemo).thenNothing();
    reopen({ stageId: 'qualification' }, [opened, wasLost, ...told('demo')], aProcessWithoutDemo).thenRefused(
      'opportunity-open',
    );
    const intoDemo = reopen({ stageId: 'demo' }, [opened, wasLost]).decided();
    reopen({ stageId: 'demo' }, [opened, wasLost, ...intoDemo], aProcessWithoutDemo).thenNothing();
  });
});

describe('an opportunity that stalls', () => {
  const mark = (history: Parameters<typeof given>[1], occurredAt: string) =>
    given(opportunity, history).when('MarkOpportunityStalled', { ruleId: 'rot' }, { facts, meta: { occurredAt } });
  const stalled = event(OpportunityStalled, {
    opportunityId: 'a1',
    stageId: 'qualification',
    days: 30,
    ruleId: 'rot',
    since: openedAt,
  });

  it('is marked once a stay, after the days its stage allows', () => {
    mark([opened], '2026-03-03T10:00:00.000Z').then([stalled]);
    mark([opened], '2026-03-03T09:59:59.999Z').thenRefused('not-stalled');
    mark([opened, stalled], '2026-05-04T10:00:00.000Z').thenNothing();
  });

  it('stalls after a day where its stage has no limit', () => {
    const unlimited = event(OpportunityOpened, { ...opened.data, rotAfterDays: undefined });
    mark([unlimited], '2026-02-02T10:00:00.000Z').then([event(OpportunityStalled, { ...stalled.data, days: 1 })]);
    mark([unlimited], '2026-02-02T09:59:59.999Z').thenRefused('not-stalled');
  });

  it('stalls anew in its next stage', () => {
    mark([opened, stalled, inProposal], '2026-02-25T10:00:00.000Z').then([
      event(OpportunityStalled, {
        ...stalled.data,
        stageId: 'proposal',
        days: 15,
        since: '2026-02-10T10:00:00.000Z',
      }),
    ]);
  });
});

describe('an opportunity', () => {
  it('is its customer’s in every event', () => {
    const state = given(opportunity, [opened, wasWon]).state();
    expect(opportunity.customerId(state, wasWon)).toBe('c1');
  });

  it('is not there before it is opened, and what came of that changes nothing', () => {
    given(opportunity, [])
      .when('ReviseAmount', { amount: usd('1') })
      .thenRefused('unknown-opportunity');
    const { OpportunityOpened: _, ...later } = opportunityEvents;
    expect(given(opportunity, Object.values(later).map(exampleEvent)).state()).toEqual({ status: 'none' });
    expect(opportunity.customerId(opportunity.initialState, wasWon)).toBeUndefined();
  });

  it('asks for the process it follows, and for what its commands name', () => {
    const renewal = event(OpportunityOpened, { ...opened.data, pipelineId: 'renewals' });
    const state = given(opportunity, [renewal]).state();
    const process = { aggregate: 'sales-process', id: 'renewals' };
    const ofCommand = opportunity.facts as Record<string, (command: object, state: unknown) => unknown>;
    const asked = (name: keyof typeof opportunityCommands, data: object) => ofCommand[name]?.({ data }, state);
    expect(asked('ChangeOpportunityStage', { stageId: 'demo' })).toEqual({ process });
    expect(asked('WinOpportunity', { orderId: 'o1', quoteId: 'q1' })).toEqual({
      process,
      order: { aggregate: 'order', id: 'o1' },
      quote: { aggregate: 'quote', id: 'q1' },
    });
    expect(asked('WinOpportunity', {})).toEqual({ process });
    expect(asked('AddStakeholder', { contactId: 'k1' })).toEqual({ contact: { aggregate: 'contact', id: 'k1' } });
    expect(asked('AddOpportunityLine', { productId: 'p1' })).toEqual({ product: { aggregate: 'product', id: 'p1' } });
  });
});
