import {
  MirrorCreditNote,
  MirrorInvoice,
  MirrorPayment,
  money,
  PlaceCreditHold,
  RecordPaymentOverdue,
  ReleaseCreditHold,
  toWire,
  type CommandClass,
} from '@touchstream/domain';
import type { Money } from '@touchstream/events';
import { staff, systems } from '../company/staff.js';
import type { Account, Ordered } from '../customers/account.js';
import { paymentDays } from '../customers/registration.js';
import { date, DAY, HOUR } from '../plan/calendar.js';
import type { Body } from '../plan/history.js';

/** How a customer pays. `hold`: so late that credit is stopped until the money is there. */
export type Habit = 'prompt' | 'late' | 'in-parts' | 'too-much' | 'hold' | 'never';

const part = ({ amount, currency }: Money, percent: number): Money =>
  toWire({ minor: (money({ amount, currency }).minor * BigInt(percent)) / 100n, currency });
const rest = (whole: Money, taken: Money): Money =>
  toWire({ minor: money(whole).minor - money(taken).minor, currency: whole.currency });

/** The bill for an order, as the ERP system keeps it. The ref is local to the order until it gets its number. */
export class Bill {
  readonly #dueAt: number;
  readonly #invoicedAt: number;

  constructor(
    private readonly account: Account,
    private readonly order: Ordered,
    private readonly invoiceRef = 'invoice-1',
  ) {
    if (order.shippedAt === undefined) throw new RangeError('nothing was shipped');
    this.#invoicedAt = order.shippedAt + 12 * HOUR;
    this.#dueAt = this.#invoicedAt + paymentDays(account.profile.size) * DAY;
    const { net, tax } = order.totals;
    this.#say(MirrorInvoice, this.#invoicedAt, { invoiceRef, net, tax, dueDate: date(this.#dueAt) });
  }

  get total(): Money {
    return this.order.totals.total;
  }

  pay(habit: Habit): void {
    const { random } = this.account;
    const due = this.#dueAt;
    const { total } = this;
    switch (habit) {
      case 'prompt':
        return this.#receive(due - random.int(0, 9) * DAY, total);
      case 'late':
        this.#remind(due + 8 * DAY);
        return this.#receive(due + random.int(10, 26) * DAY, total);
      case 'in-parts': {
        const first = part(total, random.pick([30, 40, 50]));
        this.#receive(due - random.int(1, 6) * DAY, first);
        this.#remind(due + 8 * DAY);
        return this.#receive(due + random.int(12, 30) * DAY, rest(total, first));
      }
      case 'too-much':
        return this.#receive(due - DAY, toWire({ minor: money(total).minor + 1000n, currency: total.currency }));
      case 'hold':
        return void this.stopCredit();
      case 'never':
        this.#remind(due + 8 * DAY);
        return this.#remind(due + 38 * DAY);
    }
  }

  /** It is paid so late that credit is stopped until the money is there. Gives from when until when. */
  stopCredit(): { readonly from: number; readonly until: number } {
    const { customerId, history, random } = this.account;
    const due = this.#dueAt;
    this.#remind(due + 8 * DAY);
    this.#remind(due + 31 * DAY);
    const from = this.account.after(due + 32 * DAY, 0, 2);
    const reason = 'The invoice is more than 30 days overdue.';
    history.change(PlaceCreditHold, customerId, { at: from, by: staff.finance }, { reason });
    const paid = from + random.int(8, 30) * DAY;
    this.#receive(paid, this.total);
    const until = paid + 5 * HOUR;
    history.change(ReleaseCreditHold, customerId, { at: until, by: staff.finance }, { reason: 'Paid in full' });
    return { from, until };
  }

  /** Takes some of it back. */
  credit(at: number, percent: number, reason: string): void {
    const { net, tax } = this.order.totals;
    const creditNoteRef = `${this.invoiceRef}-credit`;
    this.#say(MirrorCreditNote, at, {
      creditNoteRef,
      invoiceRef: this.invoiceRef,
      net: part(net, percent),
      tax: part(tax, percent),
      reason,
    });
  }

  #remind(at: number): void {
    this.#say(RecordPaymentOverdue, at, { invoiceRef: this.invoiceRef });
  }
  #receive(at: number, amount: Money): void {
    const paymentRef = this.account.random.digits('PAY-########');
    this.#say(MirrorPayment, Math.max(at, this.#invoicedAt + DAY), { paymentRef, invoiceRef: this.invoiceRef, amount });
  }
  #say<C extends CommandClass>(type: C, at: number, body: Body<C>): void {
    this.account.history.change(type, this.order.orderId, { at, by: systems.erp, source: 'erp' }, body);
  }
}
