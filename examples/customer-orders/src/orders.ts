import type Database from 'better-sqlite3';
import { is, type PublicEvent } from '@touchstream/consumer';
import { negative, sum } from './amount.js';

interface OrderRow {
  readonly customer_id: string;
  readonly currency: string;
  readonly net: string;
}
interface Change {
  readonly customerId: string;
  readonly currency: string;
  readonly orders: number;
  readonly revenue: string;
}

/** Fields that a contract requires are there; what lacks one is not what it says it is. */
function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new TypeError(`the event has no ${name}`);
  return value;
}

/**
 * Takes an event into the view: how many orders each customer has, and what they come to, net of tax, by currency. It relies on what the
 * inbox promises: each event once, and in order. Other events are none of its business.
 */
export function takeOrder(event: PublicEvent, db: Database.Database): void {
  if (is(event, 'order.placed')) {
    const { orderId, customerId } = event.data;
    const { amount, currency } = required(event.data.totals, 'totals').net;
    db.prepare('INSERT INTO orders VALUES (?, ?, ?, ?)').run(orderId, customerId, currency, amount);
    change(db, { customerId: required(customerId, 'customerId'), currency, orders: 1, revenue: amount });
  }
  if (is(event, 'order.amended')) {
    const { orderId, totals } = event.data;
    const { amount } = required(totals, 'totals').net;
    const { customer_id: customerId, currency, net } = orderOf(db, orderId);
    db.prepare('UPDATE orders SET net = ? WHERE order_id = ?').run(amount, orderId);
    change(db, { customerId, currency, orders: 0, revenue: sum(amount, negative(net)) });
  }
  if (is(event, 'order.cancelled')) {
    const { customer_id: customerId, currency, net } = orderOf(db, event.data.orderId);
    db.prepare('DELETE FROM orders WHERE order_id = ?').run(event.data.orderId);
    change(db, { customerId, currency, orders: -1, revenue: negative(net) });
  }
}

function orderOf(db: Database.Database, orderId: string | undefined): OrderRow {
  const order = db.prepare<[string | undefined], OrderRow>('SELECT * FROM orders WHERE order_id = ?').get(orderId);
  return required(order, 'order before it');
}

function change(db: Database.Database, { customerId, currency, orders, revenue }: Change): void {
  const before = revenueOf(db, customerId).find(one => one.currency === currency) ?? { orders: 0, revenue: '0' };
  const after = { orders: before.orders + orders, revenue: sum(before.revenue, revenue) };
  db.prepare('INSERT OR REPLACE INTO customers VALUES (@customerId, @currency, @orders, @revenue)').run({
    customerId,
    currency,
    ...after,
  });
}

/** What a customer's orders come to in one currency. */
export interface Revenue {
  readonly currency: string;
  readonly orders: number;
  /** A decimal string. */
  readonly revenue: string;
}

export const revenueOf = (db: Database.Database, customerId: string): readonly Revenue[] =>
  db
    .prepare<[string], Revenue>(
      'SELECT currency, orders, revenue FROM customers WHERE customer_id = ? ORDER BY currency',
    )
    .all(customerId);

/** Customers with their sums, in order of id, after one. */
export const customersAfter = (db: Database.Database, after: string, limit: number) =>
  db
    .prepare<[string, number], string>(
      'SELECT DISTINCT customer_id FROM customers WHERE customer_id > ? ORDER BY customer_id LIMIT ?',
    )
    .pluck()
    .all(after, limit)
    .map(customerId => ({ customerId, revenue: revenueOf(db, customerId) }));
