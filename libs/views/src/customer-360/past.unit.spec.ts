import { describe, expect, it } from '@jest/globals';
import {
  CaseClassified,
  CaseClosed,
  CaseFirstResponded,
  CaseOpened,
  CreditNoteMirrored,
  InvoiceMirrored,
  OpportunityAmountRevised,
  OpportunityOpened,
  OpportunityWon,
  OrderAmended,
  OrderCancelled,
  OrderPlaced,
  PaymentMirrored,
  type EventEnvelope,
} from '@touchstream/events';
import { array, assert, boolean, constant, integer, oneof, property, record } from 'fast-check';
import { example, happened, historyOf, type Happening } from '../testing/index.js';
import { fold } from '../view/index.js';
import { customer360 } from './customer-360.js';
import type { Customer360 } from './document.js';

const RUNS = { numRuns: 25, seed: 20260310 };

const usd = (cents: number) => ({ amount: (cents / 100).toFixed(2), currency: 'USD' });
const totals = (cents: number) => ({
  list: usd(cents),
  discount: usd(0),
  net: usd(cents),
  tax: usd(0),
  total: usd(cents),
});
const NEVER = 99;
const on = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString();

/** The customer as of a day: what had happened by then, in the order in which it was recorded. */
const asOf = (day: number, recorded: readonly EventEnvelope[]): Customer360 =>
  fold(
    customer360,
    recorded.filter(({ occurredAt }) => occurredAt <= on(day)),
  ).get('c1')!.doc!;

/** A change of something that began on the first day: on which day, and how much it is about. */
interface Change {
  readonly day: number;
  readonly cents: number;
}
const aDay = integer({ min: 1, max: 28 });
const changes = array(record({ day: aDay, cents: integer({ min: 0, max: 500 }) }), { maxLength: 6 });
/** A day on which it ends, if it does. */
const end = oneof(aDay, constant(NEVER));
const days = Array.from({ length: 28 }, (_, at) => at + 1);
const by = (day: number, of: readonly Change[]) => of.filter(change => change.day <= day);
const sum = (of: readonly { readonly minor: number }[]) => of.reduce((so, { minor }) => so + minor, 0);

describe('what was recorded in another order than it happened', () => {
  it('leaves of an invoice what the credits and payments by then have left', () => {
    const first = happened(example(InvoiceMirrored, { orderId: 'o1', invoiceRef: 'i1', total: usd(1_000) }), {
      occurredAt: on(1),
    });
    assert(
      property(changes, boolean(), (of, credits) => {
        let left = 1_000;
        const settlements = of.map(({ day, cents }, at) => {
          const balance = { orderId: 'o1', invoiceRef: 'i1', oldOpen: usd(left), overpaid: usd(0) };
          left = Math.max(0, left - cents);
          const change = { ...balance, open: usd(left) };
          const event =
            credits && at % 2 === 0
              ? example(CreditNoteMirrored, { ...change, total: usd(cents) })
              : example(PaymentMirrored, { ...change, amount: usd(cents), at: on(day) });
          return happened(event, { occurredAt: on(day) });
        });
        const history = historyOf([first, ...settlements]);
        for (const day of days) {
          const { openInvoices, totals: of360 } = asOf(day, history);
          const settled = by(day, of).reduce((so, { cents }) => so + cents, 0);
          expect(sum(openInvoices)).toBe(Math.max(0, 1_000 - settled));
          const { invoiced, credited, paid } = of360['USD']!;
          expect([invoiced, Number(credited) + Number(paid)]).toEqual(['1000', settled]);
        }
      }),
      RUNS,
    );
  });

  it('counts an order as it was last amended by then, until it is cancelled', () => {
    const order = (orderId: string, amendments: readonly Change[], cancelledOn: number) => {
      let now = 100;
      const occurred = (event: Happening['event'], day: number) => happened(event, { occurredAt: on(day) });
      return [
        occurred(example(OrderPlaced, { orderId, customerId: 'c1', totals: totals(now), placedAt: on(1) }), 1),
        ...amendments.map(({ day, cents }) => {
          const [oldTotals, next] = [totals(now), totals(cents)];
          now = cents;
          return occurred(example(OrderAmended, { orderId, totals: next, oldTotals }), day);
        }),
        occurred(example(OrderCancelled, { orderId, totals: totals(now) }), cancelledOn),
      ];
    };
    assert(
      property(changes, end, changes, end, (one, oneEnd, other, otherEnd) => {
        const history = historyOf([...order('o1', one, oneEnd), ...order('o2', other, otherEnd)]);
        for (const day of days) {
          const { openOrders, totals: of360, counts } = asOf(day, history);
          const open = [
            { of: one, until: oneEnd },
            { of: other, until: otherEnd },
          ].filter(({ until }) => until > day);
          const net = open.reduce((so, { of }) => so + (by(day, of).at(-1)?.cents ?? 100), 0);
          expect(sum(openOrders)).toBe(net);
          expect(of360['USD']).toMatchObject({ orders: open.length, net: `${net}`, total: `${net}` });
          expect(counts).toMatchObject({ orders: 2, ordersCancelled: 2 - open.length });
        }
      }),
      RUNS,
    );
  });

  it('lists an opportunity at its last estimate by then, until it is won', () => {
    assert(
      property(changes, end, (of, wonOn) => {
        const opportunityId = 'op-1';
        let now = 100;
        const history = historyOf([
          happened(example(OpportunityOpened, { opportunityId, customerId: 'c1', amount: usd(now) }), {
            occurredAt: on(1),
          }),
          ...of.map(({ day, cents }) => {
            const event = example(OpportunityAmountRevised, { opportunityId, old: usd(now), new: usd(cents) });
            now = cents;
            return happened(event, { occurredAt: on(day) });
          }),
          happened(example(OpportunityWon, { opportunityId, oldAmount: usd(now), amount: usd(now) }), {
            occurredAt: on(wonOn),
          }),
        ]);
        for (const day of days) {
          const { openOpportunities, totals: of360 } = asOf(day, history);
          expect(openOpportunities.map(({ minor }) => minor)).toEqual(
            wonOn <= day ? [] : [by(day, of).at(-1)?.cents ?? 100],
          );
          expect(of360['USD']).toMatchObject(wonOn <= day ? { deals: 1, won: `${now}` } : { deals: 0, won: '0' });
        }
      }),
      RUNS,
    );
  });

  it('counts and lists a case as what it was taken for by then', () => {
    const caseId = 'case-1';
    const digest = { number: 'CASE-1', subject: 'x', severity: 'low', priority: 'normal', openedAt: on(1) } as const;
    const history = historyOf([
      happened(example(CaseOpened, { caseId, customerId: 'c1', kind: 'question', openedAt: on(1) }), {
        occurredAt: on(1),
      }),
      happened(
        example(CaseClassified, {
          caseId,
          previousKind: 'question',
          case: { ...digest, kind: 'complaint', status: 'open' },
        }),
        { occurredAt: on(10) },
      ),
      happened(
        example(CaseClassified, {
          caseId,
          previousKind: 'complaint',
          case: { ...digest, kind: 'incident', status: 'open' },
        }),
        { occurredAt: on(5) },
      ),
      happened(example(CaseClosed, { caseId, case: { ...digest, kind: 'incident', status: 'closed' } }), {
        occurredAt: on(20),
      }),
      happened(example(CaseFirstResponded, { caseId, case: { ...digest, kind: 'incident', status: 'closed' } }), {
        occurredAt: on(7),
      }),
    ]);
    expect(asOf(6, history)).toMatchObject({
      openCases: [{ kind: 'incident', status: 'open' }],
      counts: { cases: 1, complaints: 0 },
    });
    expect(asOf(7, history).openCases).toMatchObject([{ kind: 'incident', status: 'responded' }]);
    expect(asOf(20, history)).toMatchObject({ openCases: [], counts: { cases: 1, complaints: 0 } });
  });
});
