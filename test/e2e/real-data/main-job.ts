import { expect, it } from '@jest/globals';
import type { ImportProgress, ImportResult } from '@touchstream/importer';
import { allEvents, differing } from '@touchstream/projections';
import { views } from '@touchstream/views';
import { mappingFile, type DataSet } from '../../fixtures/real-data.js';
import { callsIn, expectCalls, expectKnownCalls } from './calls.js';
import { complaintsIn, expectComplaints, expectKnownComplaints } from './complaints.js';
import { countBy } from './files.js';
import type { Installation } from './installation.js';
import { expectKnownPurchases, expectPurchases, purchasesIn } from './purchases.js';
import { Reading } from './reading.js';
import { expectKnownSales, expectSales, salesIn, type Sales } from './sales.js';

const MINUTE = 60_000;

export interface RealDataOptions {
  /** The installation that is under test. */
  readonly installation: () => Installation;
  /** The folder of a data set to import. */
  readonly folderOf: (set: DataSet) => string;
  /** Whether these are the data sets as a whole, of which figures are known, or parts of them. */
  readonly whole: boolean;
  /** Whether, after a restart, the sales are imported and everything is read once more. */
  readonly again: boolean;
}

interface ImportAnswer {
  readonly kind: string;
  readonly status: string;
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * The main job: what the files hold is imported, stopped in the middle and resumed, and every total is compared with what
 * is figured out from the files without the importer. The same on every set of engines.
 */
export function realDataTests({ installation, folderOf, whole, again }: RealDataOptions): void {
  interface Watch {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: ImportProgress) => void;
  }
  const importFrom = (mapping: string, folder: string, watch: Watch = {}) =>
    installation().import({
      mapping: mappingFile(mapping),
      folder,
      onRefused: row => expect(row).toBeUndefined(),
      ...watch,
    });
  /** Imports what must be accepted as a whole. */
  async function importWhole(mapping: string, folder: string): Promise<ImportResult> {
    const result = (await importFrom(mapping, folder))!;
    expect(result).toMatchObject({ accepted: result.rows, rejected: 0 });
    return result;
  }
  const read = () => Reading.of(installation());

  const imports = async (reading: Reading) =>
    Object.fromEntries(
      (await reading.list<ImportAnswer>('/v1/imports?order=newest')).map(({ kind, status, accepted, rejected }) => [
        kind,
        { status, accepted, rejected },
      ]),
    );
  const completed = (accepted: number) => ({ status: 'completed', accepted, rejected: 0 });
  const importedSales = ({ products, accounts, deals }: Sales) => ({
    products: completed(products.length),
    customers: completed(accounts.length),
    'parents of customers': completed(accounts.length),
    opportunities: completed(deals.length),
  });
  const salesRows = ({ products, accounts, deals }: Sales) => products.length + 2 * accounts.length + deals.length;
  const files = async () => ({
    sales: await salesIn(folderOf('crm-sales-opportunities')),
    complaints: await complaintsIn(folderOf('telecom-complaints')),
    calls: await callsIn(folderOf('bank-calls')),
    purchases: await purchasesIn(folderOf('cdnow')),
  });
  type Files = Awaited<ReturnType<typeof files>>;
  const ordersIn = ({ purchases }: Files) => [...purchases.values()].flat().length;

  it(
    'the import of the sales goes on where it was when everything stopped, and nothing is there twice',
    async () => {
      const { sales } = await files();
      const deals = sales.deals.length;
      const stop = new AbortController();
      const stopped = await importFrom('crm-sales', folderOf('crm-sales-opportunities'), {
        signal: stop.signal,
        // At the first that is told of it: until the next time, with hundreds of rows under way, all of them could be there.
        onProgress: ({ file }) => {
          if (file === 'pipeline') stop.abort();
        },
      });
      expect(stopped).toBeUndefined();
      await installation().restart();

      const between = await read();
      const { accepted, ...state } = (await imports(between))['opportunities']!;
      expect(state).toEqual({ status: 'running', rejected: 0 });
      const there = (await between.list('/v1/opportunities?pipelineId=maven-sales&order=newest')).length;
      expect(there).toBeGreaterThan(0);
      expect(there).toBeLessThan(deals);
      // A row is counted after its commands were answered: of one that is not counted yet, everything may be there.
      expect(accepted).toBeLessThanOrEqual(there);

      const resumed = await importWhole('crm-sales', folderOf('crm-sales-opportunities'));
      expect(resumed).toMatchObject({ status: 'completed', rows: salesRows(sales) });
      const { length: accounts } = sales.accounts;
      expect(resumed.files).toMatchObject([
        { rows: sales.products.length, unchanged: sales.products.length },
        { rows: accounts, unchanged: accounts },
        { rows: accounts, unchanged: accounts },
        { rows: deals },
      ]);
      expect(resumed.files[3]!.unchanged).toBeGreaterThanOrEqual(accepted);
      expect(await imports(await read())).toEqual(importedSales(sales));
      const events = await allEvents(installation().eventStore);
      // Whatever was repeated on the way, each thing happened once.
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      const stages = countBy(sales.deals, deal => deal['deal_stage']!);
      expect(countBy(events, ({ type }) => type)).toMatchObject({
        'customer.registered': accounts + 1,
        'product.introduced': sales.products.length,
        'opportunity.opened': deals,
        'opportunity.line-added': deals,
        'opportunity.won': stages['Won'],
        'opportunity.lost': stages['Lost'],
        'import.row-accepted': salesRows(sales),
      });
    },
    20 * MINUTE,
  );

  it(
    'the sales are there as the files have them',
    async () => {
      const { sales } = await files();
      if (whole) expectKnownSales(sales);
      await expectSales(await read(), sales);
    },
    10 * MINUTE,
  );

  it(
    'the complaints are there as the file has them',
    async () => {
      const result = await importWhole('telecom-complaints', folderOf('telecom-complaints'));
      const { complaints } = await files();
      expect(result).toMatchObject({ status: 'completed', rows: complaints.length });
      if (whole) expectKnownComplaints(complaints);
      await expectComplaints(await read(), complaints);
    },
    10 * MINUTE,
  );

  it(
    'the calls are there as the file has them',
    async () => {
      const result = await importWhole('bank-calls', folderOf('bank-calls'));
      const { calls } = await files();
      expect(result).toMatchObject({ status: 'completed', rows: calls.length });
      if (whole) expectKnownCalls(calls);
      await expectCalls(await read(), calls);
    },
    10 * MINUTE,
  );

  it(
    'the purchases are there as the file has them',
    async () => {
      const result = await importWhole('cdnow', folderOf('cdnow'));
      const there = await files();
      expect(result).toMatchObject({ status: 'completed', rows: ordersIn(there) });
      if (whole) expectKnownPurchases(there.purchases);
      await expectPurchases(await read(), there.purchases);
    },
    10 * MINUTE,
  );

  if (again) afterwards();

  it(
    'every view is what folding all events gives',
    async () => {
      await read();
      const { eventStore, viewStore, operations } = installation();
      const events = await allEvents(eventStore);
      const status = await operations.read<{ views: { parked: { events: number } }[] }>('/v1/projections');
      expect(status.views.filter(({ parked }) => parked.events > 0)).toEqual([]);
      for (const view of views) expect([view.name, await differing(viewStore, view, events)]).toEqual([view.name, 0]);
    },
    20 * MINUTE,
  );

  function afterwards() {
    it(
      'a second import adds nothing, also after another restart',
      async () => {
        await installation().restart();
        const head = await installation().eventStore.head();
        const second = await importWhole('crm-sales', folderOf('crm-sales-opportunities'));
        const rows = salesRows((await files()).sales);
        expect(second).toMatchObject({ status: 'completed', rows, unchanged: rows, commands: 0, events: 0 });
        expect(await installation().eventStore.head()).toBe(head);
      },
      10 * MINUTE,
    );

    it(
      'after the restart everything is still there',
      async () => {
        const [reading, there] = [await read(), await files()];
        expect(await imports(reading)).toEqual({
          ...importedSales(there.sales),
          complaints: completed(there.complaints.length),
          calls: completed(there.calls.length),
          orders: completed(ordersIn(there)),
        });
        await expectSales(reading, there.sales);
        await expectComplaints(reading, there.complaints);
        await expectCalls(reading, there.calls);
        await expectPurchases(reading, there.purchases);
      },
      20 * MINUTE,
    );
  }
}
