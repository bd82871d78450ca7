import {
  CancelOrder,
  ChangeOrder,
  ConfirmOrder,
  HoldOrder,
  PlaceOrder,
  RecordDelivery,
  RecordMargin,
  RecordShipment,
  ReleaseOrder,
  toWire,
  money,
  type Line,
} from '@touchstream/domain';
import type { Channel, Money } from '@touchstream/events';
import { isGoods, productOf } from '../company/products.js';
import { staff, systems } from '../company/staff.js';
import type { Account, Ordered } from '../customers/account.js';
import { date, DAY, HOUR } from '../plan/calendar.js';

export interface Placing {
  readonly at: number;
  readonly channel: Channel;
  /** What is ordered; the lines of the quote where there is one. */
  readonly lines: readonly Line[];
  readonly quoteId?: string;
  readonly opportunityId?: string;
  /** What goes wrong on the way. */
  readonly trouble?: 'stock' | 'cancelled' | 'late';
  /** It is placed while credit is stopped, and waits until then. */
  readonly heldUntil?: number;
  /** In how many shipments the goods come. */
  readonly parts?: 1 | 2;
}

/** How a customer orders who needs no quote. */
const byThemselves = (channel: Channel) => channel === 'portal' || channel === 'web';

const recipientOf = (account: Account) => ({ recipient: account.profile.name, ...account.known.address });

/** Places an order, and takes it to the customer. */
export function placeOrder(account: Account, placing: Placing): Ordered {
  const { customerId, history, random, speaker } = account;
  const { at, channel, lines, quoteId, opportunityId } = placing;
  const by = byThemselves(channel) ? systems.portal(speaker.contactId) : account.rep(at);
  const orderId = history.create(
    PlaceOrder,
    { at, by, channel },
    {
      customerId,
      ...(quoteId === undefined ? { lines: lines.map(orderedLine) } : { quoteId }),
      ...(opportunityId && { opportunityId }),
      shipTo: recipientOf(account),
      billTo: recipientOf(account),
      requestedDate: date(at + random.int(18, 40) * DAY),
      ...(random.chance(0.4) && { customerRef: random.digits('PO-#####') }),
      ownerId: account.ownerAt(at),
    },
  );
  const course = new Fulfilment(account, orderId, placing).run();
  const ordered = { orderId, placedAt: at, lines, totals: account.totals(lines), ...course };
  account.orders.push(ordered);
  return ordered;
}

const orderedLine = ({ lineId, productId, sku, name, qty, unitPrice, discountPct, taxPct }: Line) => ({
  lineId,
  productId,
  ...(sku && { sku }),
  name,
  qty,
  unitPrice,
  discountPct,
  taxPct,
});

const carriers = ['DHL Freight', 'DB Schenker', 'UPS', 'Kuehne+Nagel', 'FedEx'] as const;

type Course = Pick<Ordered, 'shippedAt' | 'deliveredAt'>;

/** An order on its way to the customer. */
class Fulfilment {
  #at: number;
  #promised: number;

  constructor(
    private readonly account: Account,
    private readonly orderId: string,
    private readonly placing: Placing,
  ) {
    this.#at = account.after(placing.at, 0.1, 2);
    this.#promised = account.after(placing.at, 20, 38);
  }

  run(): Course {
    const { history, random } = this.account;
    const by = systems.erp;
    this.#awaitCredit();
    const promisedDate = date(this.#promised);
    const erpRef = random.digits('SO-#####');
    history.change(ConfirmOrder, this.orderId, { at: this.#at, by, source: 'erp' }, { promisedDate, erpRef });
    if (this.placing.trouble === 'cancelled') return this.#cancel();
    if (this.placing.trouble === 'stock') this.#hold();
    if (this.placing.trouble === 'late') this.#postpone();
    return this.#ship();
  }

  #awaitCredit(): void {
    const { heldUntil } = this.placing;
    if (heldUntil === undefined) return;
    const note = 'Credit is free again';
    this.account.history.change(ReleaseOrder, this.orderId, { at: heldUntil, by: staff.finance }, { note });
    this.#at = heldUntil + HOUR;
    this.#promised = this.account.after(heldUntil, 15, 25);
  }

  #cancel(): Course {
    const at = this.account.after(this.#at, 1, 6);
    const reason = this.account.random.pick(['The building permit was refused.', 'Ordered twice by mistake.']);
    this.account.history.change(
      CancelOrder,
      this.orderId,
      { at, by: this.account.rep(at), channel: 'email' },
      {
        reason,
        by: 'customer',
      },
    );
    return {};
  }

  #hold(): void {
    const { history } = this.account;
    this.#at = this.account.after(this.#at, 2, 5);
    history.change(
      HoldOrder,
      this.orderId,
      { at: this.#at, by: systems.erp },
      {
        reason: 'stock',
        note: 'The compressor is back in ten days.',
      },
    );
    this.#at = this.account.after(this.#at, 9, 13);
    history.change(ReleaseOrder, this.orderId, { at: this.#at, by: systems.erp }, { note: 'Delivered to the store' });
  }

  #postpone(): void {
    const { history, random } = this.account;
    this.#at = this.account.after(this.#at, 3, 6);
    const requestedDate = date(this.#promised + random.int(14, 30) * DAY);
    const circumstances = { at: this.#at, by: this.account.rep(this.#at), channel: 'phone' } as const;
    history.change(ChangeOrder, this.orderId, circumstances, { requestedDate });
    this.#promised += 20 * DAY;
  }

  #ship(): Course {
    const { lines, parts = 1 } = this.placing;
    const goods = lines.filter(({ sku }) => isGoods(sku!));
    const services = lines.filter(({ sku }) => !isGoods(sku!));
    let shippedAt = Math.max(this.#at + HOUR, this.#promised - this.account.random.int(2, 9) * DAY);
    const batches = [...split(goods, goods.length > 1 ? parts : 1), ...(services.length > 0 ? [services] : [])];
    let deliveredAt = shippedAt;
    batches.forEach((batch, nth) => {
      if (nth > 0) shippedAt = this.account.after(deliveredAt, 1, 6);
      deliveredAt = this.#deliver(batch, nth + 1, shippedAt);
    });
    this.#calculate(deliveredAt + HOUR);
    return { shippedAt, deliveredAt };
  }

  /** Ships some lines, or has services done. Gives when they were there. */
  #deliver(batch: readonly Line[], nth: number, at: number): number {
    const { history, random, speaker } = this.account;
    const isSent = isGoods(batch[0]!.sku!);
    const shipmentId = `ship-${nth}`;
    const circumstances = { at, by: systems.erp, source: 'erp' };
    history.change(RecordShipment, this.orderId, circumstances, {
      shipmentId,
      lines: batch.map(({ lineId, qty, sku }) => ({ lineId, qty, ...this.#serials(sku!, qty) })),
      ...(isSent && { carrier: random.pick(carriers), tracking: random.digits('JD##############') }),
    });
    const arrived = isSent ? this.account.after(at, 1, 5) : at + random.int(2, 8) * HOUR;
    const by = isSent ? systems.erp : this.account.rep(arrived);
    history.change(RecordDelivery, this.orderId, { at: arrived, by }, { shipmentId, receivedBy: speaker.name });
    return arrived;
  }

  #serials(sku: string, qty: number): { serials?: string[] } {
    if (!productOf(sku).serialised || qty > 6) return {};
    return { serials: Array.from({ length: qty }, () => this.account.random.digits(`${sku}-#######`)) };
  }

  #calculate(at: number): void {
    const { net } = this.account.totals(this.placing.lines);
    const cost = this.placing.lines.reduce((sum, line) => sum + costOf(line), 0n);
    const revenue: Money = net;
    const body = { revenue, cost: toWire({ minor: cost, currency: net.currency }) };
    this.account.history.change(RecordMargin, this.orderId, { at, by: systems.erp, source: 'erp' }, body);
  }
}

const costOf = ({ sku, list }: Line): bigint => (money(list).minor * BigInt(productOf(sku!).costPct)) / 100n;

/** The lines in so many batches. */
function split(lines: readonly Line[], parts: number): (readonly Line[])[] {
  if (lines.length === 0) return [];
  if (parts === 1) return [lines];
  return [lines.slice(0, 1), lines.slice(1)];
}
