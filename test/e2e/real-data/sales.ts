import { join } from 'node:path';
import { expect } from '@jest/globals';
import { stageHistory } from '@touchstream/views';
import { centsOf, countBy, dollars, rowsOf, sumOf, type Money, type Row } from './files.js';
import { byKey, expectSame, type Reading } from './reading.js';

const UNNAMED = '(account not named)';
const PIPELINE = 'pipelineId=maven-sales';

/** The file writes one product differently from the list of products. */
const productNamed = (name: string) => (name === 'GTXPro' ? 'GTX Pro' : name);
const userId = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** `10/20/2016` as an instant. */
function midnight(day: string): string {
  const [month, date, year] = day.split('/');
  return `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}T00:00:00.000Z`;
}
/** The deals that have no date count from the end of the data. */
const LAST_DAY = '2017-12-31T00:00:00.000Z';

/** Deals that are compared by hand, as the file has them. */
const BY_HAND = {
  '1C1I7A6R': { engaging: ['2016-10-20', '2017-03-01'], end: ['won', '1054.00'] },
  KWVA7VR1: { engaging: ['2016-11-04', '2017-03-18'], end: ['lost', '4821.00'] },
  HAXMC4IX: { engaging: ['2016-11-03', null], end: null },
  '6CWZFOHJ': { prospecting: ['2017-12-31', null], end: null },
};

/** Which lines of the deals a part of the sales keeps. */
export const isInPartOfSales = (line: string, at: number): boolean =>
  at % 10 === 0 || Object.hasOwn(BY_HAND, line.slice(0, 8));

/** What the files say, figured out without the importer. */
export interface Sales {
  readonly accounts: readonly Row[];
  readonly products: readonly Row[];
  readonly deals: readonly Row[];
  /** In cents, by product. */
  readonly prices: ReadonlyMap<string, bigint>;
  readonly managers: ReadonlyMap<string, string>;
}

export async function salesIn(folder: string): Promise<Sales> {
  const [accounts, products, deals, teams] = await Promise.all(
    ['accounts', 'products', 'sales_pipeline', 'sales_teams'].map(name => rowsOf(join(folder, `${name}.csv`))),
  );
  return {
    accounts: accounts!,
    products: products!,
    deals: deals!,
    prices: new Map(products!.map(row => [row['product']!, centsOf(row['sales_price']!)])),
    managers: new Map(teams!.map(row => [row['sales_agent']!, row['manager']!])),
  };
}

interface Customer {
  readonly customerId: string;
  readonly status: string;
  readonly profile: { readonly name: string; readonly employees: number | null; readonly annualRevenue: Money | null };
  readonly classification: { readonly industry: string | null };
  readonly parentId: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly openOpportunities: readonly unknown[];
  readonly totals: readonly { readonly won: Money; readonly pipeline: Money; readonly deals: number }[];
}
interface Opportunity {
  readonly opportunityId: string;
  readonly customerId: string;
  readonly name: string;
  readonly status: string;
  readonly stageId: string;
  readonly ownerId: string;
  readonly team: readonly string[];
  readonly amount: Money;
  readonly wonAmount: Money | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly lines: readonly { readonly name: string; readonly qty: number; readonly price: Money }[];
}

const isOpen = ({ deal_stage: stage }: Row) => stage === 'Prospecting' || stage === 'Engaging';
const worth = (deal: Row, { prices }: Sales): bigint =>
  deal['deal_stage'] === 'Won' ? centsOf(deal['close_value']!) : prices.get(productNamed(deal['product']!))!;

/** Expects the figures that are known of this data. */
export function expectKnownSales({ accounts, products, deals, managers }: Sales): void {
  expect([accounts.length, products.length, deals.length]).toEqual([85, 7, 8_800]);
  expect([managers.size, new Set(managers.values()).size]).toEqual([35, 6]);
  expect(countBy(deals, deal => deal['deal_stage']!)).toEqual({
    Won: 4_238,
    Lost: 2_473,
    Engaging: 1_589,
    Prospecting: 500,
  });
  const won = deals.filter(deal => deal['deal_stage'] === 'Won');
  expect(sumOf(won, deal => BigInt(deal['close_value']!))).toBe(10_005_534n);
  expect(deals.filter(deal => deal['account'] === '')).toHaveLength(1_425);
  expect(deals.filter(deal => deal['engage_date'] === '')).toHaveLength(500);
}

/** Expects the read side to say what the files say. */
export async function expectSales(reading: Reading, sales: Sales): Promise<void> {
  const names = await expectAccounts(reading, sales);
  await expectProducts(reading, sales);
  const ids = await expectDeals(reading, sales, names);
  await expectBoard(reading, sales);
  await expectWinRates(reading, sales);
  await expectHistories(reading, sales, ids);
}

/** Gives the customers' names by id. */
async function expectAccounts(reading: Reading, sales: Sales): Promise<ReadonlyMap<string, string>> {
  const customers = await reading.list<Customer>('/v1/customers?kind=business');
  expect(customers).toHaveLength(sales.accounts.length + 1);
  const found = byKey(customers, customer => customer.profile.name);
  const names = new Map(customers.map(({ customerId, profile }) => [customerId, profile.name]));
  expectSame(
    new Map<string, unknown>(
      customers.map(({ profile, classification, parentId, status }) => [
        profile.name,
        {
          status,
          industry: classification.industry,
          employees: profile.employees,
          annualRevenue: profile.annualRevenue,
          parent: parentId === null ? '' : names.get(parentId),
        },
      ]),
    ),
    new Map<string, unknown>([
      ...sales.accounts.map(
        row =>
          [
            row['account']!,
            {
              status: 'active',
              industry: row['sector'] === 'technolgy' ? 'technology' : row['sector']!,
              employees: Number(row['employees']),
              annualRevenue: dollars(centsOf(row['revenue']!) * 1_000_000n),
              parent: row['subsidiary_of'],
            },
          ] as const,
      ),
      [UNNAMED, { status: 'prospect', industry: null, employees: null, annualRevenue: null, parent: '' }] as const,
    ]),
  );
  const money = ({ totals: [total] }: Customer) => [total?.won.amount, total?.pipeline.amount, total?.deals];
  expectSame(
    new Map<string, unknown>(
      [...found].map(([name, one]) => [name, [one.counts, one.openOpportunities.length, money(one)]]),
    ),
    new Map<string, unknown>(
      [...found].map(([name, { counts }]) => {
        const deals = sales.deals.filter(deal => (deal['account'] || UNNAMED) === name);
        const [won, open] = [deals.filter(deal => deal['deal_stage'] === 'Won'), deals.filter(isOpen)];
        const lost = deals.length - won.length - open.length;
        const value = (list: readonly Row[]) => dollars(sumOf(list, deal => worth(deal, sales))).amount;
        return [
          name,
          [
            { ...counts, opportunities: deals.length, won: won.length, lost },
            open.length,
            [value(won), value(open), won.length],
          ],
        ];
      }),
    ),
  );
  const won = sales.deals.filter(deal => deal['deal_stage'] === 'Won');
  expect(sumOf(customers, ({ totals }) => centsOf(totals[0]!.won.amount))).toBe(sumOf(won, deal => worth(deal, sales)));
  return names;
}

async function expectProducts(reading: Reading, { products, prices }: Sales): Promise<void> {
  const found = await reading.list<{ productId: string; name: string; family: string }>('/v1/products?family=GTX');
  const all = await reading.list<{ productId: string; name: string; sku: string }>('/v1/products?status=offered');
  const series = (family: string) => products.filter(row => row['series'] === family).map(row => row['product']);
  expect(found.map(({ name }) => name).sort()).toEqual(series('GTX').sort());
  const names = new Map(all.map(({ productId, name }) => [productId, name]));
  interface Book {
    readonly versions: readonly { readonly prices: readonly { productId: string; unitPrice: Money }[] }[];
  }
  const book = await reading.get<Book>('/v1/price-books/maven-list-usd');
  expectSame(
    byKey(
      book.versions.at(-1)!.prices.map(({ productId, unitPrice }) => [names.get(productId), unitPrice] as const),
      ([name]) => name!,
    ),
    new Map([...prices].map(([name, cents]) => [name, [name, dollars(cents)] as const])),
  );
}

/** Compares every deal through HTTP; gives the opportunities' ids by the file's. */
async function expectDeals(
  reading: Reading,
  sales: Sales,
  names: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const opportunities = await reading.list<Opportunity>(`/v1/opportunities?${PIPELINE}&order=newest`);
  const found = byKey(opportunities, ({ name }) => /\((\w{8})\)$/.exec(name)![1]!);
  const status: Readonly<Record<string, string>> = { Won: 'won', Lost: 'lost' };
  expectSame(
    new Map(
      [...found].map(([id, one]) => {
        const { name, status: state, stageId, ownerId, team, amount, wonAmount, openedAt, closedAt } = one;
        const lines = one.lines.map(line => [line.name, line.qty, line.price]);
        const account = names.get(one.customerId);
        return [id, { name, account, state, stageId, ownerId, team, amount, wonAmount, openedAt, closedAt, lines }];
      }),
    ),
    new Map(
      sales.deals.map(deal => {
        const product = productNamed(deal['product']!);
        const amount = dollars(worth(deal, sales));
        return [
          deal['opportunity_id']!,
          {
            name: `${product} (${deal['opportunity_id']})`,
            account: deal['account'] || UNNAMED,
            state: status[deal['deal_stage']!] ?? 'open',
            stageId: deal['deal_stage']!.toLowerCase(),
            ownerId: userId(deal['sales_agent']!),
            team: [userId(sales.managers.get(deal['sales_agent']!)!)],
            amount,
            wonAmount: deal['deal_stage'] === 'Won' ? amount : null,
            openedAt: deal['engage_date'] === '' ? LAST_DAY : midnight(deal['engage_date']!),
            closedAt: deal['close_date'] === '' ? null : midnight(deal['close_date']!),
            lines: [[product, 1, dollars(sales.prices.get(product)!)]],
          },
        ];
      }),
    ),
  );
  return new Map([...found].map(([id, { opportunityId }]) => [id, opportunityId]));
}

async function expectBoard(reading: Reading, sales: Sales): Promise<void> {
  interface Board {
    readonly items: readonly { stageId: string; stageOrder: number; count: number; raw: Money; weighted: Money }[];
  }
  const { items } = await reading.get<Board>(`/v1/pipeline?${PIPELINE}`);
  const column = (stage: string, probability: bigint) => {
    const deals = sales.deals.filter(deal => deal['deal_stage'] === stage);
    const raw = sumOf(deals, deal => worth(deal, sales));
    return { count: deals.length, raw: dollars(raw), weighted: dollars((raw * probability + 50n) / 100n) };
  };
  expect(items).toMatchObject([
    { stageId: 'prospecting', stageOrder: 1, ...column('Prospecting', 30n) },
    { stageId: 'engaging', stageOrder: 2, ...column('Engaging', 63n) },
  ]);
}

async function expectWinRates(reading: Reading, sales: Sales): Promise<void> {
  const path = `/v1/pipeline/win-rate?${PIPELINE}`;
  const closed = (stage: string, agent?: string) =>
    sales.deals.filter(deal => deal['deal_stage'] === stage && deal['sales_agent'] === (agent ?? deal['sales_agent']));
  const value = (list: readonly Row[]) => dollars(sumOf(list, deal => worth(deal, sales)));
  const rateOf = (won: readonly Row[], lost: readonly Row[]) => ({
    won: won.length,
    lost: lost.length,
    rate: won.length / (won.length + lost.length),
    byValue: [{ won: value(won), lost: value(lost) }],
  });
  expect(await reading.get(path)).toMatchObject(rateOf(closed('Won'), closed('Lost')));
  const agent = 'Darcel Schlecht';
  expect(await reading.get(`${path}&ownerId=${userId(agent)}`)).toMatchObject(
    rateOf(closed('Won', agent), closed('Lost', agent)),
  );
}

/** A few by hand through HTTP, as the file has them; all of them in the store. */
async function expectHistories(reading: Reading, sales: Sales, ids: ReadonlyMap<string, string>): Promise<void> {
  const at = (day: string | null) => (day === null ? null : `${day}T00:00:00.000Z`);
  for (const [id, { end, ...stay }] of Object.entries(BY_HAND)) {
    const [[stageId, [entered, exited]]] = Object.entries(stay) as [[string, [string, string | null]]];
    expect(await reading.get(`/v1/opportunities/${ids.get(id)}/stage-history`)).toMatchObject({
      outcome: end?.[0] ?? 'open',
      openedAt: at(entered),
      closedAt: at(exited),
      stays: [{ stageId, enteredAt: at(entered), exitedAt: at(exited) }],
      firstEntries: [{ id: stageId, at: at(entered) }],
      closings:
        end === null
          ? []
          : [{ outcome: end[0], at: at(exited), amount: { amount: end[1], currency: 'USD' }, reopenedAt: null }],
    });
  }
  const histories = (await reading.documents(stageHistory)).filter(({ pipelineId }) => pipelineId === 'maven-sales');
  expectSame(
    new Map(histories.map(({ opportunityId, stays, outcome }) => [opportunityId, { stays, outcome }])),
    new Map(
      sales.deals.map(deal => {
        const stage = deal['deal_stage']!;
        const enteredAt = deal['engage_date'] === '' ? LAST_DAY : midnight(deal['engage_date']!);
        const exitedAt = deal['close_date'] === '' ? null : midnight(deal['close_date']!);
        const [stageId, order] = stage === 'Prospecting' ? ['prospecting', 1] : ['engaging', 2];
        return [
          ids.get(deal['opportunity_id']!)!,
          {
            stays: [{ stageId: stageId as string, order: order as number, enteredAt, exitedAt }],
            outcome: isOpen(deal) ? ('open' as const) : (stage.toLowerCase() as 'won' | 'lost'),
          },
        ];
      }),
    ),
  );
}
