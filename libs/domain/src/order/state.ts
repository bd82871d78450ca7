import type {
  CreditNoteMirrored,
  Money,
  OrderAddress,
  OrderCancelled,
  orderEvents,
  OrderHeld,
  PaymentMirrored,
  SalesTotals,
} from '@touchstream/events';
import type { Customer } from '../customer/index.js';
import {
  ensure,
  ensureFollows,
  ensureNotBefore,
  isOnHold,
  missing,
  type Aggregate,
  type CommandMeta,
} from '../decider/index.js';
import type { Opportunity } from '../opportunity/index.js';
import { totalsOf, type Line } from '../pricing/index.js';
import type { Quote } from '../quote/index.js';
import type { orderCommands } from './commands.js';

export interface Shipment {
  readonly lines: readonly {
    readonly lineId: string;
    readonly qty: number;
    readonly serials?: readonly string[] | undefined;
  }[];
  readonly carrier?: string | undefined;
  readonly tracking?: string | undefined;
  readonly delivered: boolean;
  /** Who took it, where that was told. */
  readonly receivedBy?: string | undefined;
  /** Undefined where an earlier event does not tell. */
  readonly leftAt?: string | undefined;
}

/** A change ordered more of a line: how much it was until then, 0 where it added the line. */
export interface Raise {
  readonly lineId: string;
  readonly from: number;
  readonly at: string;
}

/** An invoice and what came of it. What was paid beyond what is owed stays the customer's. */
export interface Invoice {
  readonly net: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly dueDate: string;
  readonly credited: Money;
  readonly paid: Money;
  /** Days it was said to be overdue for; undefined where it was not. */
  readonly overdueDays?: number;
}

export interface PlacedOrder {
  readonly status: 'placed' | 'confirmed' | 'completed' | 'cancelled';
  readonly customerId: string;
  readonly number: string;
  readonly quoteId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly placedAt: string;
  readonly currency: string;
  readonly lines: readonly Line[];
  /** Those that say when they were. */
  readonly raises: readonly Raise[];
  readonly shipTo?: Readonly<OrderAddress> | undefined;
  readonly billTo?: Readonly<OrderAddress> | undefined;
  readonly requestedDate?: string | undefined;
  readonly promisedDate?: string | undefined;
  readonly erpRef?: string | undefined;
  /** `since` is left out where that is not known. */
  readonly hold?: (Readonly<Pick<OrderHeld, 'reason' | 'note'>> & { readonly since?: string | undefined }) | undefined;
  /** The last one. */
  readonly release?: { readonly note?: string | undefined; readonly at?: string | undefined };
  readonly cancellation?: Readonly<Pick<OrderCancelled, 'reason' | 'by'>>;
  readonly shipments: ReadonlyMap<string, Shipment>;
  /**
   * When its lines were last changed, something in it last left or arrived, or it was last released: it is completed no
   * earlier. Undefined where none of it was, or earlier events do not tell.
   */
  readonly movedAt?: string | undefined;
  readonly invoices: ReadonlyMap<string, Invoice>;
  /** What each says, to tell a repetition from a contradiction. */
  readonly creditNotes: ReadonlyMap<
    string,
    Readonly<Pick<CreditNoteMirrored, 'invoiceRef' | 'net' | 'tax' | 'reason'>>
  >;
  readonly payments: ReadonlyMap<string, Readonly<Pick<PaymentMirrored, 'invoiceRef' | 'amount'>>>;
  readonly margin?: { readonly revenue: Money; readonly cost: Money };
}

export type Order = { readonly status: 'none' } | PlacedOrder;

export type OrderFacts = {
  readonly customer?: Customer;
  readonly quote?: Quote;
  readonly opportunity?: Opportunity;
};

export type OrderDefinition = Aggregate<Order, typeof orderCommands, typeof orderEvents, OrderFacts>;

/** The order in any status. */
export function existing(state: Order, meta: CommandMeta): PlacedOrder {
  if (state.status === 'none') return missing('unknown-order', 'there is no such order');
  ensureNotBefore(state.placedAt, meta);
  return state;
}

/** The order, if it is neither completed nor cancelled. */
export function open(state: Order, meta: CommandMeta): PlacedOrder {
  const order = existing(state, meta);
  ensure(order.status === 'placed' || order.status === 'confirmed', 'order-closed', `the order is ${order.status}`);
  return order;
}

/** Its lines change, and it ends, no earlier than what it is by then. */
export const ensureInOrder = ({ movedAt }: PlacedOrder, meta: CommandMeta): void =>
  ensureFollows(movedAt, 'the last change, shipment, delivery or release of the order', meta);

/** Refuses whenever it was: one hold follows another, and what is completed is held no more. */
export function ensureNoHold({ hold }: PlacedOrder): void {
  ensure(hold === undefined, 'order-held', `the order is held (${hold?.reason}): release it first`);
}

/** Refuses what happens while the order is held; what is told late may have happened before. */
export function ensureNotHeld(order: PlacedOrder, meta: CommandMeta): void {
  if (isOnHold(order.hold, meta)) ensureNoHold(order);
}

export const orderTotals = ({ currency, lines }: Pick<PlacedOrder, 'currency' | 'lines'>): SalesTotals =>
  totalsOf(currency, lines);
