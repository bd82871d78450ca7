import { join } from 'node:path';
import { expect } from '@jest/globals';
import { orders as ordersView } from '@touchstream/views';
import { centsOf, dollars, linesOf, sumOf, type Money } from './files.js';
import { byKey, expectSame, type Reading } from './reading.js';

const FILE = 'CDNOW_master.txt';
const LAST_OF_PART = '00200';

export interface Purchase {
  readonly customer: string;
  /** An instant: midnight of the day. */
  readonly at: string;
  readonly units: number;
  readonly cents: bigint;
}

/** What the file says, figured out without the importer: every customer's purchases, in the file's order. */
export type Purchases = ReadonlyMap<string, readonly Purchase[]>;

export async function purchasesIn(folder: string): Promise<Purchases> {
  const byCustomer = new Map<string, Purchase[]>();
  for (const line of await linesOf(join(folder, FILE))) {
    const [customer, day, units, amount] = line.trim().split(/ +/) as [string, string, string, string];
    const at = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00.000Z`;
    const purchase = { customer, at, units: Number(units), cents: centsOf(amount) };
    const known = byCustomer.get(customer);
    if (known === undefined) byCustomer.set(customer, [purchase]);
    else known.push(purchase);
  }
  return byCustomer;
}

/** Which lines a part of the purchases keeps: those of the first customers, and of those that are compared order by order. */
export function isInPartOfPurchases(line: string): boolean {
  const customer = line.trim().split(' ', 1)[0]!;
  return customer <= LAST_OF_PART || SHOWN.includes(customer);
}

const centsIn = (purchases: Iterable<Purchase>) => sumOf(purchases, ({ cents }) => cents);
const unitsIn = (purchases: Iterable<Purchase>) => Number(sumOf(purchases, ({ units }) => BigInt(units)));

/** Expects the figures that are known of this data. */
export function expectKnownPurchases(purchases: Purchases): void {
  const all = [...purchases.values()].flat();
  expect([purchases.size, all.length, unitsIn(all), centsIn(all)]).toEqual([23_544, 69_659, 167_881, 250_031_563n]);
}

interface Customer {
  readonly customerId: string;
  readonly profile: { readonly code: string; readonly externalRefs: readonly { readonly id: string }[] };
  readonly counts: Readonly<Record<string, number>>;
  readonly totals: readonly { readonly orders: number; readonly total: Money }[];
  readonly moments: { readonly order: { readonly first: string; readonly last: string } };
}
interface Order {
  readonly placedAt: string;
  readonly lines: readonly { readonly qty: number }[];
  readonly totals: { readonly total: Money };
}

/** Compared order by order: the two customers who bought most often, and one of the first. */
const SHOWN = ['14048', '07592', '00003'];
/** A day in the middle of the data. */
const DAY = '2021-06-30';

/** Expects the read side to say what the file says. */
export async function expectPurchases(reading: Reading, purchases: Purchases): Promise<void> {
  await expectCustomers(reading, purchases);
  await expectOrders(reading, purchases);
  for (const code of SHOWN) await expectHistory(reading, code, purchases.get(code)!);
}

/** Compares every customer's 360° view through HTTP. */
async function expectCustomers(reading: Reading, purchases: Purchases): Promise<void> {
  const customers = await reading.list<Customer>('/v1/customers?kind=person&status=active');
  const found = byKey(customers, ({ profile }) => profile.externalRefs[0]!.id);
  expectSame(
    new Map(
      [...found].map(([code, { profile, counts, totals, moments }]) => [
        code,
        [
          profile.code,
          counts['orders'],
          totals.map(({ orders, total }) => [orders, total]),
          [moments.order.first, moments.order.last],
        ],
      ]),
    ),
    new Map(
      [...purchases].map(([code, list]) => {
        const days = list.map(({ at }) => at).sort();
        return [
          code,
          [`CDNOW-${code}`, list.length, [[list.length, dollars(centsIn(list))]], [days[0]!, days.at(-1)!]],
        ];
      }),
    ),
  );
  const all = [...purchases.values()].flat();
  expect(customers).toHaveLength(purchases.size);
  expect(sumOf(customers, ({ totals }) => centsOf(totals[0]!.total.amount))).toBe(centsIn(all));
  expect(sumOf(customers, ({ counts }) => BigInt(counts['orders']!))).toBe(BigInt(all.length));
}

/** All orders together, in the store. */
async function expectOrders(reading: Reading, purchases: Purchases): Promise<void> {
  const all = [...purchases.values()].flat();
  const query = { where: [], groupBy: ['currency', 'channel', 'status'], sum: ['total', 'net'] };
  expect(await reading.views.tally(ordersView, query)).toEqual([
    {
      group: { currency: 'USD', channel: 'web', status: 'placed' },
      count: all.length,
      sums: { total: centsIn(all), net: centsIn(all) },
    },
  ]);
  const orders = await reading.documents(ordersView);
  expect(sumOf(orders, ({ lines }) => sumOf(lines, ({ qty }) => BigInt(qty)))).toBe(BigInt(unitsIn(all)));
}

/** One customer in full: each order, and the 360° view as of a day. */
async function expectHistory(reading: Reading, code: string, purchases: readonly Purchase[]): Promise<void> {
  const [customer] = await reading.list<Customer>(`/v1/customers?externalRef=cdnow:${code}`);
  const { customerId } = customer!;
  const orders = await reading.list<Order>(`/v1/orders?customerId=${customerId}&order=oldest`);
  const written = (order: readonly unknown[]) => JSON.stringify(order);
  expect(
    orders.map(({ placedAt, lines, totals }) => written([placedAt, lines.map(({ qty }) => qty), totals.total])).sort(),
  ).toEqual(purchases.map(({ at, units, cents }) => written([at, [units], dollars(cents)])).sort());

  const until = purchases.filter(({ at }) => at <= `${DAY}T23:59:59.999Z`);
  expect(until.length).toBeLessThan(purchases.length);
  expect(await reading.get(`/v1/customers/${customerId}?asOf=${DAY}`)).toMatchObject({
    totals: [{ orders: until.length, total: dollars(centsIn(until)) }],
    moments: { order: { first: until[0]!.at, last: until.at(-1)!.at } },
  });
  expect(await reading.status(`/v1/customers/${customerId}?asOf=2020-12-31`)).toBe(404);
}
