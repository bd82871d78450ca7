import { describe, expect, it } from '@jest/globals';
import { customer360, HELD_CALLS } from '@touchstream/views';
import { Moment } from '../reads/index.js';
import { customerAnswer } from './customer-answer.js';

const invoice = {
  id: 'o-1/R-1',
  orderId: 'o-1',
  invoiceRef: 'R-1',
  total: 11_900,
  minor: 1_900,
  currency: 'EUR',
  issuedAt: '2026-03-01T09:00:00.000Z',
  dueDate: '2026-03-31',
};
const opportunity = {
  id: 'd-1',
  name: 'Renewal',
  ownerId: 'ann',
  pipelineId: 'sales',
  stageId: 'offer',
  stageName: 'Offer',
  probability: 50,
  forecastCategory: 'best' as const,
  expectedCloseDate: null,
  openedAt: '2026-03-01T09:00:00.000Z',
  stageEnteredAt: '2026-03-01T09:00:00.000Z',
  stalledAt: '2026-03-31T09:00:00.000Z',
  nextStep: null,
  minor: 5_000,
  currency: 'EUR',
};
const empty = customer360.initial('c-1');
const customer = {
  ...empty,
  openInvoices: [invoice],
  openOpportunities: [opportunity],
  totals: {
    EUR: { orders: 1, net: '0', total: '0', invoiced: '0', credited: '0', paid: '0', deals: 0, won: '0' },
  },
};

const at = (instant: string) => {
  const moment = new Moment(new Date(instant));
  const { openInvoices, openOpportunities, totals } = customerAnswer(customer, moment);
  const said = [openInvoices[0]!.overdue, totals[0]!.overdue.amount, openOpportunities[0]!.stalled];
  return { said, until: moment.until };
};

describe('a customer as answered', () => {
  it('says what is overdue and stalled at its moment, and until when it is so', () => {
    expect(at('2026-03-31T08:59:59.999Z')).toEqual({
      said: [false, '0.00', false],
      until: Date.parse('2026-03-31T09:00:00.000Z'),
    });
    expect(at('2026-03-31T09:00:00.000Z')).toEqual({
      said: [false, '0.00', true],
      until: Date.parse('2026-04-01T00:00:00.000Z'),
    });
    expect(at('2026-04-01T00:00:00.000Z')).toEqual({ said: [true, '19.00', true], until: Number.POSITIVE_INFINITY });
  });

  it('sums what is open from what is listed, in each currency', () => {
    const lists = {
      openInvoices: [invoice, { ...invoice, minor: Number.MAX_SAFE_INTEGER }, { ...invoice, currency: 'USD' }],
      openOpportunities: [opportunity, { ...opportunity, minor: 1 }],
    };
    const { totals } = customerAnswer({ ...customer, ...lists }, new Moment(new Date('2026-04-01T00:00:00.000Z')));
    const eur = (amount: string) => ({ amount, currency: 'EUR' });
    expect(totals).toMatchObject([
      { open: eur('90071992547428.91'), overdue: eur('90071992547428.91'), pipeline: eur('50.01') },
    ]);
  });

  it('does not say what the status of an order or a case follows from', () => {
    const shown = {
      id: 'o-1',
      number: 'O-1',
      status: 'placed' as const,
      held: false,
      placedAt: '2026-03-01T09:00:00.000Z',
    };
    const order = { ...shown, promisedDate: null, minor: 11_900, net: 10_000, currency: 'EUR' };
    const course = { confirmedAt: null, lines: [{ id: 'l-1', qty: 1 }], shipments: [] };
    const one = {
      id: 'k-1',
      number: 'CASE-1',
      kind: 'question' as const,
      status: 'open' as const,
      subject: 'Where is it?',
      severity: 'low' as const,
      priority: 'normal' as const,
      ownerId: null,
      teamId: null,
      openedAt: '2026-03-01T09:00:00.000Z',
    };
    const lists = { openOrders: [{ ...order, course }], openCases: [{ ...one, answered: false }] };
    const { openOrders, openCases } = customerAnswer({ ...customer, ...lists }, new Moment(new Date()));
    const eur = (amount: string) => ({ amount, currency: 'EUR' });
    expect(openOrders).toEqual([{ ...shown, promisedDate: null, net: eur('100.00'), amount: eur('119.00') }]);
    expect(openCases).toEqual([one]);
  });

  it('lists the last calls, not all that are held', () => {
    const call = {
      direction: 'inbound' as const,
      status: 'ended' as const,
      startedAt: '2026-03-01T09:00:00.000Z',
      agentId: null,
      contactId: null,
      talkSec: 0,
      disposition: null,
    };
    const held = Array.from({ length: HELD_CALLS }, (_, nth) => ({ ...call, id: `call-${nth}` }));
    const { recentCalls } = customerAnswer({ ...customer, recentCalls: held }, new Moment(new Date()));
    expect(recentCalls).toEqual(held.slice(0, 5));
  });

  it('says the same at any time where nothing in it may become overdue or stalled', () => {
    const moment = new Moment(new Date());
    customerAnswer(empty, moment);
    expect(moment.until).toBe(Number.POSITIVE_INFINITY);
  });
});
