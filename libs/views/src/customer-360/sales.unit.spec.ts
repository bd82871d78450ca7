import { describe, expect, it } from '@jest/globals';
import {
  CreditNoteMirrored,
  ExpectedCloseDateRevised,
  ForecastCategorySet,
  InvoiceMirrored,
  NextStepSet,
  OpportunityAbandoned,
  OpportunityAmountRevised,
  OpportunityLost,
  OpportunityOpened,
  OpportunityReopened,
  OpportunityStageChanged,
  OpportunityStalled,
  OpportunityTransferred,
  OpportunityWon,
  OrderAmended,
  OrderCancelled,
  OrderCompleted,
  OrderConfirmed,
  OrderDelivered,
  OrderHeld,
  OrderLineShipped,
  OrderPlaced,
  OrderReleased,
  PaymentMirrored,
  ProbabilityOverridden,
  QuoteAccepted,
  QuoteApprovalRejected,
  QuoteApprovalRequested,
  QuoteApproved,
  QuoteDrafted,
  QuoteExpired,
  QuoteLineAdded,
  QuoteRejected,
  QuoteRevised,
  QuoteSent,
  QuoteWithdrawn,
  type PricedLine,
} from '@touchstream/events';
import { example, timeOf, viewSpec } from '../testing/index.js';
import { customer360 } from './customer-360.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const documentOf = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(customer360).given(history).document('c1');

describe('the opportunities of a customer', () => {
  const openedAt = '2026-02-01T00:00:00.000Z';
  const opened = (opportunityId: string, amount: string, at = openedAt) =>
    example(OpportunityOpened, { opportunityId, customerId: 'c1', amount: usd(amount), openedAt: at });
  const won = example(OpportunityWon, {
    opportunityId: 'op-1',
    oldAmount: usd('100.00'),
    amount: usd('120.00'),
    enteredAt: '2026-03-01T00:00:00.000Z',
  });

  it('are listed while they are open, with what they are worth together', () => {
    const doc = documentOf(opened('op-1', '100.00'), opened('op-2', '50.00', '2026-01-01T00:00:00.000Z'));
    expect(doc.openOpportunities[0]).toEqual({
      id: 'op-1',
      name: '10 GTX Pro for the Lyon plant',
      ownerId: 'ann',
      pipelineId: 'default',
      stageId: 'qualification',
      stageName: 'Qualification',
      minor: 10_000,
      currency: 'USD',
      probability: 10,
      forecastCategory: 'pipeline',
      expectedCloseDate: '2026-06-30',
      openedAt,
      stageEnteredAt: openedAt,
      stalledAt: '2026-03-03T00:00:00.000Z',
      nextStep: null,
    });
    expect(doc.totals['USD']).toMatchObject({ deals: 0, won: '0' });
    expect(doc.counts).toMatchObject({ opportunities: 2, won: 0 });
    expect(doc.moments.opportunity).toEqual({ first: '2026-01-01T00:00:00.000Z', last: openedAt });
  });

  it('change', () => {
    const opportunityId = 'op-1';
    const [one] = documentOf(
      opened('op-1', '100.00'),
      example(OpportunityStageChanged, {
        opportunityId,
        enteredAt: '2026-02-10T00:00:00.000Z',
        rotAfterDays: undefined,
      }),
      example(OpportunityAmountRevised, { opportunityId, old: usd('100.00'), new: usd('110.00') }),
      example(ProbabilityOverridden, { opportunityId, new: 70 }),
      example(ForecastCategorySet, { opportunityId, to: 'commit' }),
      example(ExpectedCloseDateRevised, { opportunityId, new: '2026-08-01' }),
      example(OpportunityTransferred, { opportunityId, to: 'bob' }),
    ).openOpportunities;
    expect(one).toMatchObject({
      stageId: 'proposal',
      stalledAt: null,
      minor: 11_000,
      probability: 70,
      forecastCategory: 'commit',
      expectedCloseDate: '2026-08-01',
      ownerId: 'bob',
    });
  });

  it('are stalled when they are marked, where their stage has no limit', () => {
    const opportunityId = 'op-1';
    const unlimited = example(OpportunityStageChanged, { opportunityId, rotAfterDays: undefined });
    const [one] = documentOf(
      opened('op-1', '100.00'),
      unlimited,
      example(OpportunityStalled, { opportunityId }),
    ).openOpportunities;
    expect(one).toMatchObject({ stalledAt: timeOf(2) });
  });

  it('are counted once they are closed; what was won is added up', () => {
    const doc = documentOf(
      opened('op-1', '100.00'),
      opened('op-2', '50.00'),
      opened('op-3', '7.00'),
      won,
      example(OpportunityLost, { opportunityId: 'op-2', oldAmount: usd('50.00') }),
      example(OpportunityAbandoned, { opportunityId: 'op-3', oldAmount: usd('7.00') }),
    );
    expect(doc.openOpportunities).toEqual([]);
    expect(doc.totals['USD']).toMatchObject({ won: '12000', deals: 1 });
    expect(doc.counts).toMatchObject({ opportunities: 3, won: 1, lost: 1, abandoned: 1 });
    expect(doc.moments.won).toEqual({ first: '2026-03-01T00:00:00.000Z', last: '2026-03-01T00:00:00.000Z' });
  });

  it('come back whole when they are reopened, and what was won is taken back', () => {
    const reopened = example(OpportunityReopened, {
      opportunityId: 'op-1',
      closedAs: 'won',
      amount: usd('120.00'),
      enteredAt: '2026-04-01T00:00:00.000Z',
      rotAfterDays: 10,
      opportunity: {
        name: 'Ten of them',
        openedAt,
        forecastCategory: 'best',
        nextStep: { text: 'Call', dueAt: '2026-04-02T00:00:00.000Z' },
      },
    });
    const doc = documentOf(opened('op-1', '100.00'), won, reopened);
    expect(doc.openOpportunities[0]).toMatchObject({
      name: 'Ten of them',
      minor: 12_000,
      openedAt,
      expectedCloseDate: null,
      forecastCategory: 'best',
      stalledAt: '2026-04-11T00:00:00.000Z',
    });
    expect(doc.nextStep).toEqual({ opportunityId: 'op-1', text: 'Call', dueAt: '2026-04-02T00:00:00.000Z' });
    expect(doc.totals['USD']).toMatchObject({ won: '0', deals: 0 });
    expect(doc.counts).toMatchObject({ opportunities: 1, won: 0 });
  });

  it('say what is to be done next: the earliest due of all', () => {
    const step = (opportunityId: string, dueAt: string) => example(NextStepSet, { opportunityId, text: 'Call', dueAt });
    const history = [
      opened('op-1', '1.00'),
      opened('op-2', '1.00'),
      step('op-1', '2026-05-01T00:00:00.000Z'),
      step('op-2', '2026-04-01T00:00:00.000Z'),
    ];
    expect(documentOf(...history).nextStep).toMatchObject({ opportunityId: 'op-2' });
    const lost = example(OpportunityLost, { opportunityId: 'op-2', oldAmount: usd('1.00') });
    expect(documentOf(...history, lost).nextStep).toMatchObject({ opportunityId: 'op-1' });
    viewSpec(customer360)
      .given([...history, lost])
      .thenIndexed('c1', { fields: { nextStepDueAt: '2026-05-01T00:00:00.000Z', openOpportunities: 1 } });
  });
});

describe('the quotes of a customer', () => {
  const quoteId = 'q1';
  const drafted = example(QuoteDrafted, { quoteId, customerId: 'c1', name: 'Ten servers' });
  const line = example(QuoteLineAdded, { quoteId });
  const sent = example(QuoteSent, { quoteId, validUntil: '2026-05-01' });
  const asked = example(QuoteApprovalRequested, { quoteId });

  it('are listed while they are drafts or with the customer', () => {
    const [draft] = documentOf(drafted, line).openQuotes;
    expect(draft).toMatchObject({
      id: quoteId,
      name: 'Ten servers',
      status: 'draft',
      net: 867_780,
      minor: 939_372,
      approvalPending: false,
    });
    expect(documentOf(drafted, line, sent).openQuotes[0]).toMatchObject({ status: 'sent', validUntil: '2026-05-01' });
    expect(documentOf(drafted).counts).toMatchObject({ quotes: 1, quotesAccepted: 0 });
  });

  it('say whether an approval is pending', () => {
    const pending = (...more: ReturnType<typeof example>[]) =>
      documentOf(drafted, line, asked, ...more).openQuotes[0]?.approvalPending;
    expect(pending()).toBe(true);
    expect(pending(example(QuoteApproved, { quoteId }))).toBe(false);
    expect(pending(example(QuoteApprovalRejected, { quoteId }))).toBe(false);
    expect(pending(line)).toBe(false);
  });

  it('go when they come to their end, and come back when they are revised', () => {
    for (const end of [QuoteAccepted, QuoteRejected, QuoteExpired, QuoteWithdrawn])
      expect(documentOf(drafted, sent, example(end, { quoteId })).openQuotes).toEqual([]);
    expect(documentOf(drafted, sent, example(QuoteAccepted, { quoteId })).counts.quotesAccepted).toBe(1);
    const revised = example(QuoteRevised, { quoteId, number: 'Q-1', name: 'Twelve servers' });
    expect(documentOf(drafted, sent, example(QuoteRejected, { quoteId }), revised).openQuotes).toEqual([
      {
        id: quoteId,
        number: 'Q-1',
        name: 'Twelve servers',
        ownerId: 'ann',
        opportunityId: 'op-1',
        status: 'draft',
        version: 2,
        net: 867_780,
        minor: 939_372,
        currency: 'USD',
        validUntil: '2026-05-31',
        approvalPending: false,
      },
    ]);
  });
});

describe('the orders of a customer', () => {
  const totals = (net: string) => ({
    list: usd(net),
    discount: usd('0.00'),
    net: usd(net),
    tax: usd('0.00'),
    total: usd(net),
  });
  const placedAt = '2026-02-01T00:00:00.000Z';
  const placed = (orderId: string, net: string, at = placedAt) =>
    example(OrderPlaced, { orderId, customerId: 'c1', totals: totals(net), placedAt: at });

  it('are listed while something is to be done, and added up by currency', () => {
    const euros = { amount: '5.00', currency: 'EUR' };
    const inEuros = { list: euros, discount: euros, net: euros, tax: euros, total: euros };
    const doc = documentOf(
      placed('o1', '10.00'),
      placed('o2', '20.10', '2026-03-01T00:00:00.000Z'),
      example(OrderPlaced, { orderId: 'o3', customerId: 'c1', currency: 'EUR', totals: inEuros, placedAt }),
    );
    expect(doc.openOrders[0]).toEqual({
      id: 'o1',
      number: 'O-4T8WX07-K3M9P2Q',
      status: 'placed',
      course: { confirmedAt: null, lines: [{ id: 'line-1', qty: 2 }], shipments: [] },
      held: false,
      placedAt,
      net: 1_000,
      minor: 1_000,
      currency: 'USD',
      promisedDate: null,
    });
    expect(doc.totals['USD']).toMatchObject({ orders: 2, net: '3010', total: '3010' });
    expect(doc.totals['EUR']).toMatchObject({ orders: 1, net: '500' });
    expect(doc.moments.order).toEqual({ first: placedAt, last: '2026-03-01T00:00:00.000Z' });
    expect(doc.counts.orders).toBe(3);
  });

  it('go their way', () => {
    const orderId = 'o1';
    const status = (...more: ReturnType<typeof example>[]) => documentOf(placed('o1', '10.00'), ...more).openOrders[0];
    expect(status(example(OrderConfirmed, { orderId }))).toMatchObject({
      status: 'confirmed',
      promisedDate: '2026-05-20',
    });
    expect(status(example(OrderHeld, { orderId }))).toMatchObject({ held: true, status: 'placed' });
    expect(status(example(OrderHeld, { orderId }), example(OrderReleased, { orderId }))).toMatchObject({ held: false });
    expect(status(example(OrderCompleted, { orderId }))).toBeUndefined();
  });

  it('are as far as their own lines and shipments are, whatever is said of the whole', () => {
    const orderId = 'o1';
    const left = (shipmentId: string, qty: number) =>
      example(OrderLineShipped, { orderId, shipmentId, lineId: 'line-1', qty, allShipped: true });
    const arrived = (shipmentId: string) => example(OrderDelivered, { orderId, shipmentId, allDelivered: true });
    const { lines } = example(OrderPlaced).data as { readonly lines: readonly Readonly<PricedLine>[] };
    const amended = (qty: number) =>
      example(OrderAmended, { orderId, lines: [{ ...lines[0]!, qty }], status: 'shipped' });
    const statusAfter = (...more: ReturnType<typeof example>[]) =>
      documentOf(placed(orderId, '10.00'), ...more).openOrders[0]?.status;
    const confirmed = example(OrderConfirmed, { orderId });
    const both = [left('s1', 1), left('s2', 1)];
    expect(statusAfter(left('s1', 1))).toBe('placed');
    expect(statusAfter(confirmed, left('s1', 1), arrived('s1'))).toBe('confirmed');
    expect(statusAfter(...both)).toBe('shipped');
    expect(statusAfter(...both, confirmed, arrived('s1'))).toBe('shipped');
    expect(statusAfter(...both, arrived('s1'), arrived('s2'))).toBe('delivered');
    expect(statusAfter(confirmed, ...both, amended(2.001))).toBe('confirmed');
    expect(statusAfter(left('s1', 1), amended(1))).toBe('shipped');
    expect(statusAfter(left('s1', 0.1), left('s1', 0.2), arrived('s1'), amended(0.3))).toBe('delivered');
    const elsewhere = example(OrderAmended, { orderId, changed: ['shipTo'], lines: undefined, status: 'placed' });
    expect(statusAfter(...both, elsewhere)).toBe('shipped');
  });

  it('count as they were amended, and not at all once they are cancelled', () => {
    const amended = example(OrderAmended, { orderId: 'o1', totals: totals('8.00'), oldTotals: totals('10.00') });
    const doc = documentOf(placed('o1', '10.00'), placed('o2', '1.00'), amended);
    expect(doc.totals['USD']).toMatchObject({ orders: 2, net: '900', total: '900' });
    expect(doc.openOrders[0]).toMatchObject({ net: 800, minor: 800 });
    const cancelled = example(OrderCancelled, { orderId: 'o1', totals: totals('8.00') });
    const without = documentOf(placed('o1', '10.00'), placed('o2', '1.00'), amended, cancelled);
    expect(without.totals['USD']).toMatchObject({ orders: 1, net: '100', total: '100' });
    expect(without.openOrders.map(order => order.id)).toEqual(['o2']);
    expect(without.counts).toMatchObject({ orders: 2, ordersCancelled: 1 });
  });

  it('are added up to the cent, also beyond what a number holds', () => {
    const most = '90071992547409.91';
    const doc = documentOf(placed('o1', most), placed('o2', most), placed('o3', '0.02'));
    expect(doc.totals['USD']).toMatchObject({ orders: 3, net: '18014398509481984' });
    const cancelled = example(OrderCancelled, { orderId: 'o1', totals: totals(most) });
    const left = documentOf(placed('o1', most), placed('o2', most), cancelled);
    expect(left.totals['USD']).toMatchObject({ orders: 1, net: '9007199254740991' });
  });
});

describe('the money of a customer', () => {
  const invoice = (invoiceRef: string, total: string, dueDate: string) =>
    example(InvoiceMirrored, { orderId: 'o1', invoiceRef, total: usd(total), dueDate });
  const balance = (invoiceRef: string, oldOpen: string, open: string) => ({
    orderId: 'o1',
    invoiceRef,
    oldOpen: usd(oldOpen),
    open: usd(open),
  });
  const billed = [invoice('i1', '100.00', '2026-06-18'), invoice('i2', '50.00', '2026-07-18')];

  it('is billed, credited and paid; what is left is listed with its due date', () => {
    const credit = example(CreditNoteMirrored, { ...balance('i1', '100.00', '90.00'), total: usd('10.00') });
    const paid = example(PaymentMirrored, {
      ...balance('i1', '90.00', '0.00'),
      amount: usd('95.00'),
      overpaid: usd('5.00'),
      at: '2026-06-10T00:00:00.000Z',
    });
    const doc = documentOf(...billed, credit, paid);
    expect(doc.totals['USD']).toMatchObject({ invoiced: '15000', credited: '1000', paid: '9500' });
    expect(doc.openInvoices.map(({ id, minor, total }) => ({ id, minor, total }))).toEqual([
      { id: 'o1/i2', minor: 5_000, total: 5_000 },
    ]);
    expect(doc.moments.payment?.last).toBe('2026-06-10T00:00:00.000Z');
    expect(documentOf(...billed, credit).openInvoices[0]).toMatchObject({ minor: 9_000, total: 10_000 });
    expect(documentOf(invoice('i0', '0.00', '2026-01-01')).openInvoices).toEqual([]);
  });
});
