import { describe, expect, it } from '@jest/globals';
import { given } from '@touchstream/domain/testing';
import type { AnyEvent, EventEnvelope } from '@touchstream/events';
import {
  customer360,
  fold,
  type CallDoc,
  type CaseDoc,
  type Customer360,
  type OrderDoc,
  type PipelineCard,
  type QuoteDoc,
} from '@touchstream/views';
import { happened, historyOf, type Happening } from '@touchstream/views/testing';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { courses, type Step } from './courses.js';
import { decidedOf } from './decided.js';

const RUNS = { numRuns: 200, seed: 20260315 };
const LAST_DAY = 9;
const dayOf = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString();
const now = dayOf(LAST_DAY + 1);

const usd = (amount: string) => ({ amount, currency: 'USD' });
const billed = (total: string) => ({ net: usd(total), tax: usd('0.00') });
const quoted = (lineId: string, price: string) => ({
  productId: 'p1',
  lineId,
  qty: 1,
  unitPrice: usd(price),
  taxPct: 0,
});

/**
 * With these a customer gets a record that it did not list, or no longer, as the event has it; and may give it up. What came
 * before is not with it, nor is what comes after.
 */
const PASSES_ON: ReadonlySet<string> = new Set([
  'call.caller-identified',
  'call.caller-reidentified',
  'case.reopened',
  'opportunity.reopened',
]);

/** What may be said of a record besides its course. */
const told: Readonly<Record<string, readonly Step[]>> = {
  calls: [
    ['IdentifyCaller', { customerId: 'c1', contactId: 'p1', method: 'agent' }],
    ['ReidentifyCaller', { customerId: 'c2' }],
    ['ReidentifyCaller', { customerId: 'c1' }],
    ['WrapUpCall', { wrapSec: 60, disposition: 'solved' }],
  ],
  customers: [],
  cases: [
    ['AssignCase', { ownerId: 'bob' }],
    ['TransferCase', { teamId: 'second', reason: 'Theirs' }],
    ['SetCasePriority', { priority: 'urgent' }],
    ['ClassifyCase', { kind: 'incident', category: 'billing' }],
  ],
  opportunities: [
    ['ReviseAmount', { amount: usd('20.00') }],
    ['ReviseAmount', { amount: usd('30.00') }],
    ['TransferOpportunity', { ownerId: 'bob' }],
  ],
  orders: [
    ['ChangeOrder', { requestedDate: '2026-04-01' }],
    ['MirrorInvoice', { invoiceRef: 'i1', dueDate: '2026-04-01', ...billed('10.00') }],
    ['MirrorPayment', { invoiceRef: 'i1', amount: usd('4.00') }],
    ['MirrorPayment', { invoiceRef: 'i1', amount: usd('6.00') }],
    ['MirrorCreditNote', { invoiceRef: 'i1', creditNoteRef: 'n1', ...billed('3.00') }],
  ],
  quotes: [
    ['AddQuoteLine', quoted('a', '100.00')],
    ['AddQuoteLine', quoted('b', '10.00')],
    ['RemoveQuoteLine', { lineId: 'a' }],
    ['ApplyDiscount', { amount: usd('5.00') }],
  ],
};

/** A record and its customers as of a day. */
interface Then<D> {
  readonly doc: D;
  /** As it would be, had all been recorded in the order in which it happened. */
  readonly inOrder: D;
  readonly customerOf: (id: string) => Customer360 | undefined;
  /** Whether the customer may list it otherwise: as it is told by events that are not of that day, or without some that are. */
  readonly isTorn: boolean;
}
const sum = <T>(of: readonly T[], amount: (one: T) => number) => of.reduce((so, one) => so + amount(one), 0);

/** What holds of every document that is folded from no more than its own events. */
const holds: Readonly<Record<string, (then: Then<never>) => void>> = {
  calls({ doc, customerOf, isTorn }: Then<CallDoc>) {
    expect(['ended', 'missed', 'abandoned'].includes(doc.status)).toBe(doc.endedAt !== null);
    if (doc.customerId === null) expect(doc.contactId).toBeNull();
    const { status, agentId, contactId, disposition } = doc;
    for (const id of ['c1', 'c2']) {
      const { counts, recentCalls = [] } = customerOf(id) ?? {};
      const isTheirs = doc.customerId === id;
      expect([counts?.calls ?? 0, recentCalls.length]).toEqual(isTheirs ? [1, 1] : [0, 0]);
      if (!isTheirs || isTorn) continue;
      expect(recentCalls).toMatchObject([{ status, agentId, contactId, disposition }]);
      if (doc.endedAt !== null) expect(recentCalls[0]!.talkSec).toBe(doc.talkSec);
    }
  },
  cases({ doc, customerOf, isTorn }: Then<CaseDoc>) {
    const { status, resolution, closedAt, confirmedAt, firstRespondedAt } = doc;
    const inWork = firstRespondedAt === null ? 'open' : 'responded';
    const open = confirmedAt === null ? (resolution === null ? inWork : 'resolved') : 'confirmed';
    expect(status).toBe(closedAt === null ? open : 'closed');
    const isOver = status === 'confirmed' || status === 'closed';
    const { kind, priority, ownerId, teamId } = doc;
    const { openCases, counts } = customerOf('c1')!;
    expect(openCases).toHaveLength(isOver ? 0 : 1);
    if (isTorn) return;
    expect(openCases).toMatchObject(isOver ? [] : [{ status, kind, priority, ownerId, teamId }]);
    expect([counts.cases, counts.complaints]).toEqual(kind === 'complaint' ? [0, 1] : [1, 0]);
  },
  customers({ doc, inOrder }: Then<Customer360>) {
    expect([doc.status, doc.standing]).toEqual([inOrder.status, inOrder.standing]);
  },
  opportunities({ doc, customerOf, isTorn }: Then<PipelineCard>) {
    const { openOpportunities } = customerOf('c1')!;
    const { status, amount: minor, stageId, probability, ownerId } = doc;
    expect(openOpportunities).toHaveLength(status === 'open' ? 1 : 0);
    if (isTorn) return;
    expect(openOpportunities).toMatchObject(status === 'open' ? [{ minor, stageId, probability, ownerId }] : []);
  },
  orders({ doc, customerOf }: Then<OrderDoc>) {
    const { lines, totals, money, invoices, shipments, status } = doc;
    expect(totals.net).toBe(sum(lines, ({ net }) => net));
    for (const { total, credited, paid, open, overpaid } of invoices) {
      expect(open - overpaid).toBe(total - credited - paid);
      expect(Math.min(open, overpaid)).toBe(0);
    }
    expect(money.open).toBe(sum(invoices, one => one.open));
    const { invoiced, credited, paid } = customerOf('c1')!.totals['USD']!;
    expect(money).toMatchObject({ invoiced: Number(invoiced), credited: Number(credited), paid: Number(paid) });
    const shipped = shipments.flatMap(one => one.lines);
    for (const line of lines) {
      const those = shipped.filter(({ lineId }) => lineId === line.id);
      expect(line.shippedQty).toBe(sum(those, ({ qty }) => qty));
      expect(line.shippedQty).toBeLessThanOrEqual(line.qty);
    }
    if (status === 'shipped' || status === 'delivered') expect(shipments).not.toEqual([]);
    if (status === 'completed') {
      expect(lines.map(({ shippedQty }) => shippedQty)).toEqual(lines.map(({ qty }) => qty));
      expect(shipments.filter(({ deliveredAt }) => deliveredAt === null)).toEqual([]);
    }
    const { openInvoices, openOrders } = customerOf('c1')!;
    expect(sum(openInvoices, ({ minor }) => minor)).toBe(money.open);
    const isOver = status === 'completed' || status === 'cancelled';
    const { promisedDate, heldFor } = doc;
    const open = { status, minor: totals.total, promisedDate, held: heldFor !== null };
    expect(openOrders).toMatchObject(isOver ? [] : [open]);
  },
  quotes({ doc, customerOf }: Then<QuoteDoc>) {
    const { status, lines, draftLines, totals, discount, versions, version, validUntil } = doc;
    const net = sum(lines, line => line.net);
    // What was sent has its part of the discount in each line.
    const off = draftLines === null ? (discount?.amount ?? 0) : 0;
    expect(totals.net).toBe(Math.max(0, net - off));
    expect(versions.at(-1)!.totals).toEqual(totals);
    const isOpen = status === 'draft' || status === 'sent';
    const open = { status, net: totals.net, version, validUntil };
    expect(customerOf('c1')!.openQuotes).toMatchObject(isOpen ? [open] : []);
  },
};

/** What was recorded of a record: each step on a day of its own choosing, refused or not. */
function recordedOf(name: string, steps: readonly { readonly step: Step; readonly day: number }[]) {
  const { of } = courses[name]!;
  const history: AnyEvent[] = [];
  const recorded: Happening[] = [];
  steps.forEach(({ step, day }, at) => {
    const said = dayOf(day);
    for (const event of decidedOf(of, history, step, { commandId: `command-${at}`, occurredAt: said, now })) {
      const { occurredAt = said } = event;
      history.push(event);
      const customerId = of.customerId(given(of, history).state(), event as never);
      recorded.push(happened(event, { occurredAt, customerId: customerId! }));
    }
  });
  return historyOf(recorded);
}

const asOf = (day: number, recorded: readonly EventEnvelope[]) =>
  recorded.filter(({ occurredAt }) => occurredAt <= dayOf(day));

/** The same as if it had been recorded in the order in which it happened. */
const inOrderOf = (recorded: readonly EventEnvelope[]) =>
  recorded
    .toSorted((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt))
    .map((one, at) => ({ ...one, revision: at, position: BigInt(at) }));

/** Whether a customer got a record, or gave it up, between two events of which the later one was told first. */
function isTornOn(day: number, recorded: readonly EventEnvelope[]): boolean {
  const isThere = ({ occurredAt }: EventEnvelope) => occurredAt <= dayOf(day);
  return recorded.some(
    (first, at) =>
      !isThere(first) &&
      recorded.slice(at + 1).some(next => isThere(next) && (PASSES_ON.has(first.type) || PASSES_ON.has(next.type))),
  );
}

describe('the past of a register, of what was recorded in another order than it happened', () => {
  it.each(Object.entries(courses))('of %s agrees with itself, its decider and the customer', (name, course) => {
    const steps = constantFrom(...course.steps, ...told[name]!);
    const later = array(record({ step: steps, day: integer({ min: 1, max: LAST_DAY }) }), {
      maxLength: 12,
      size: 'max',
    });
    assert(
      property(constantFrom(...course.begins), later, (begins, rest) => {
        const recorded = recordedOf(name, [{ step: begins, day: 1 }, ...rest]);
        const [last] = fold(course.view, recorded).values();
        expect(last!.doc).toMatchObject(course.known(given(course.of, recorded).state() as never));
        for (let day = 1; day <= LAST_DAY; day += 1) {
          const within = asOf(day, recorded);
          const [folded] = fold(course.view, within).values();
          const [inOrder] = fold(course.view, inOrderOf(within)).values();
          const customers = fold(customer360, within);
          const customerOf = (id: string) => customers.get(id)?.doc ?? undefined;
          const then = { inOrder: inOrder!.doc as never, customerOf, isTorn: isTornOn(day, recorded) };
          holds[name]!({ doc: folded!.doc as never, ...then });
        }
      }),
      RUNS,
    );
  });
});
