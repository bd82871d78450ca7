import {
  CalendarDate,
  cancellingParties,
  Choice,
  Flag,
  holdReasons,
  Id,
  ListOf,
  Money,
  Nested,
  Optional,
  OrderAddress,
  Percent,
  Personal,
  Quantity,
  Text,
  type HoldReason,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const id = (last: string) => `0197f000-0000-7000-8000-00000000000${last}`;
const line = { lineId: 'line-1', productId: id('d'), name: 'GTX Pro', qty: 2, unitPrice: usd('4821.00'), taxPct: 8.25 };

/** A line as a customer orders it. All lines of an order are in one currency. */
export class OrderedLine {
  /** Derived from the command's id where it is left out. */
  @Optional() @Id() lineId?: string;
  @Id() productId!: string;
  @Optional() @Text(100) sku?: string;
  @Text(200) name!: string;
  /** How the product is configured. */
  @Personal() @Optional() @Text(2000) config?: string;
  @Quantity() qty!: number;
  /** The price before any discount, where that is not the unit price. */
  @Optional() @Nested(() => Money) listPrice?: Money;
  /** May be left out where `net` is given. */
  @Optional() @Nested(() => Money) unitPrice?: Money;
  /** Percent off the unit price; none where it is left out. */
  @Optional() @Percent() discountPct?: number;
  /** What the whole line was sold for, where that is not price × quantity: packages, history. */
  @Optional() @Nested(() => Money) net?: Money;
  /** Tax rate, percent. */
  @Percent() taxPct!: number;
}

@CommandContract({
  summary: 'Place an order',
  example: {
    customerId: id('1'),
    lines: [line],
    shipTo: { lines: ['12 rue de la Soie'], city: 'Lyon', postcode: '69006', country: 'FR' },
    requestedDate: '2026-05-15',
  },
})
export class PlaceOrder extends CommandBody {
  @Id() customerId!: string;
  /** Unique; derived from the order's id where it is left out. */
  @Optional() @Text(100) number?: string;
  /** An accepted quote of the customer, whose lines are ordered; a quote is ordered once. */
  @Optional() @Id() quoteId?: string;
  /** Of the same customer; that of the quote where it is left out. */
  @Optional() @Id() opportunityId?: string;
  /** What is ordered, where that is not what a quote says. */
  @Optional() @ListOf(() => OrderedLine, { min: 1, max: 200 }) lines?: OrderedLine[];
  @Optional() @Personal() @Nested(() => OrderAddress) shipTo?: OrderAddress;
  @Optional() @Personal() @Nested(() => OrderAddress) billTo?: OrderAddress;
  @Optional() @CalendarDate() requestedDate?: string;
  /** The customer's own number for it. */
  @Optional() @Text(100) customerRef?: string;
  /** Who owns it; who sends the command where it is left out. */
  @Optional() @Id() ownerId?: string;
}

@CommandContract({ summary: 'Confirm an order', example: { promisedDate: '2026-05-20', erpRef: 'SO-90017' } })
export class ConfirmOrder extends CommandBody {
  @Optional() @CalendarDate() promisedDate?: string;
  /** Its number in the ERP system. */
  @Optional() @Text(100) erpRef?: string;
}

@CommandContract({ summary: 'Change an order', example: { lines: [{ ...line, qty: 3 }] } })
export class ChangeOrder extends CommandBody {
  /** All lines of the order as they are from now on. */
  @Optional() @ListOf(() => OrderedLine, { min: 1, max: 200 }) lines?: OrderedLine[];
  @Optional() @Personal() @Nested(() => OrderAddress) shipTo?: OrderAddress;
  @Optional() @Personal() @Nested(() => OrderAddress) billTo?: OrderAddress;
  @Optional() @CalendarDate() requestedDate?: string;
}

@CommandContract({
  summary: 'Cancel an order before anything is shipped',
  example: { reason: 'Ordered twice', by: 'customer' },
})
export class CancelOrder extends CommandBody {
  @Personal() @Text(500) reason!: string;
  /** Who wanted it. */
  @Choice(cancellingParties) by!: (typeof cancellingParties)[number];
}

@CommandContract({ summary: 'Hold an order', example: { reason: 'stock', note: 'Two weeks' } })
export class HoldOrder extends CommandBody {
  @Choice(holdReasons) reason!: HoldReason;
  @Personal() @Optional() @Text(500) note?: string;
}

@CommandContract({ summary: 'Release a held order, which completes one that has arrived', example: { note: 'Paid' } })
export class ReleaseOrder extends CommandBody {
  @Personal() @Optional() @Text(500) note?: string;
}

@CommandContract({ summary: 'Complete an order', example: { withoutShipment: true } })
export class CompleteOrder extends CommandBody {
  /** Whether nothing in it is shipped by anybody: services, sales over the counter. */
  @Optional() @Flag() withoutShipment?: boolean;
}

export const orderCourseCommands = {
  PlaceOrder,
  ConfirmOrder,
  ChangeOrder,
  CancelOrder,
  HoldOrder,
  ReleaseOrder,
  CompleteOrder,
};
