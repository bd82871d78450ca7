import { expect, it } from '@jest/globals';
import type { ImportProgress, ImportResult } from '@touchstream/importer';
import { allEvents, differing } from '@touchstream/projections';
import { views } from '@touchstream/views';
import { mappingFile, realData, type DataSet } from '../../fixtures/real-data.js';
import { callsIn, expectCalls, expectKnownCalls } from './calls.js';
import { complaintsIn, expectComplaints, expectKnownComplaints } from './complaints.js';
import { countBy } from './files.js';
import type { Installation } from './installation.js';
import { expectPurchases, purchasesIn } from './purchases.js';
import { Reading } from './reading.js';
import { expectKnownSales, expectSales, salesIn } from './sales.js';

const MINUTE = 60_000;
/** So many opportunities are there when everything is stopped, a few more or less. */
const STOPPED_AFTER = 3_000;

export interface RealDataOptions {
  /** The installation that is under test. */
  readonly installation: () => Installation;
  /** The folder of the purchases to import. */
  readonly purchases: () => string;
  /** How many rows they have. */
  readonly purchaseRows: () => number;
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
export function realDataTests({ installation, purchases, purchaseRows, again }: RealDataOptions): void {
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
  const folderOf = (set: DataSet): string => realData(set)!;
  const read = () => Reading.of(installation());

  const imports = async (reading: Reading) =>
    Object.fromEntries(
      (await reading.list<ImportAnswer>('/v1/imports?order=newest')).map(({ kind, status, accepted, rejected }) => [
        kind,
        { status, accepted, rejected },
      ]),
    );
  const completed = (accepted: number) => ({ status: 'completed', accepted, rejected: 0 });
  const importedSales = {
    products: completed(7),
    customers: completed(85),
    'parents of customers': completed(85),
    opportunities: completed(8_800),
  };

  it(
    'the import of the sales goes on where it was when everything stopped, and nothing is there twice',
    async () => {
      const stop = new AbortController();
      const stopped = await importFrom('crm-sales', folderOf('crm-sales-opportunities'), {
        signal: stop.signal,
        onProgress: ({ file, accepted }) => {
          if (file === 'pipeline' && accepted >= STOPPED_AFTER) stop.abort();
        },
      });
      expect(stopped).toBeUndefined();
      await installation().restart();

      const between = await read();
      const { accepted, ...state } = (await imports(between))['opportunities']!;
      expect(state).toEqual({ status: 'running', rejected: 0 });
      const there = (await between.list('/v1/opportunities?pipelineId=maven-sales&order=newest')).length;
      expect(there).toBeGreaterThanOrEqual(STOPPED_AFTER);
      expect(there).toBeLessThan(8_800);
      // A row is counted after its commands were answered: of one that is not counted yet, everything may be there.
      expect(accepted).toBeLessThanOrEqual(there);

      const resumed = await importWhole('crm-sales', folderOf('crm-sales-opportunities'));
      expect(resumed).toMatchObject({ status: 'completed', rows: 8_977 });
      expect(resumed.files.map(({ rows, unchanged }) => [rows, Math.min(unchanged, accepted)])).toEqual([
        [7, 7],
        [85, 85],
        [85, 85],
        [8_800, accepted],
      ]);
      expect(await imports(await read())).toEqual(importedSales);
      const events = await allEvents(installation().eventStore);
      // Whatever was repeated on the way, each thing happened once.
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      expect(countBy(events, ({ type }) => type)).toMatchObject({
        'customer.registered': 86,
        'product.introduced': 7,
        'opportunity.opened': 8_800,
        'opportunity.line-added': 8_800,
        'opportunity.won': 4_238,
        'opportunity.lost': 2_473,
        'import.row-accepted': 8_977,
      });
    },
    20 * MINUTE,
  );

  it(
    'the sales are there as the files have them',
    async () => {
      const sales = await salesIn(folderOf('crm-sales-opportunities'));
      expectKnownSales(sales);
      await expectSales(await read(), sales);
    },
    10 * MINUTE,
  );

  it(
    'the complaints are there as the file has them',
    async () => {
      const result = await importWhole('telecom-complaints', folderOf('telecom-complaints'));
      expect(result).toMatchObject({ status: 'completed', rows: 2_224 });
      const complaints = await complaintsIn(folderOf('telecom-complaints'));
      expectKnownComplaints(complaints);
      await expectComplaints(await read(), complaints);
    },
    10 * MINUTE,
  );

  it(
    'the calls are there as the file has them',
    async () => {
      const result = await importWhole('bank-calls', folderOf('bank-calls'));
      expect(result).toMatchObject({ status: 'completed', rows: 4_119 });
      const calls = await callsIn(folderOf('bank-calls'));
      expectKnownCalls(calls);
      await expectCalls(await read(), calls);
    },
    10 * MINUTE,
  );

  it(
    'the purchases are there as the file has them',
    async () => {
      const result = await importWhole('cdnow', purchases());
      expect(result).toMatchObject({ status: 'completed', rows: purchaseRows() });
      await expectPurchases(await read(), await purchasesIn(purchases()));
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
        expect(second).toMatchObject({ status: 'completed', rows: 8_977, unchanged: 8_977, commands: 0, events: 0 });
        expect(await installation().eventStore.head()).toBe(head);
      },
      10 * MINUTE,
    );

    it(
      'after the restart everything is still there',
      async () => {
        const reading = await read();
        expect(await imports(reading)).toEqual({
          ...importedSales,
          complaints: completed(2_224),
          calls: completed(4_119),
          orders: completed(purchaseRows()),
        });
        await expectSales(reading, await salesIn(folderOf('crm-sales-opportunities')));
        await expectComplaints(reading, await complaintsIn(folderOf('telecom-complaints')));
        await expectCalls(reading, await callsIn(folderOf('bank-calls')));
        await expectPurchases(reading, await purchasesIn(purchases()));
      },
      20 * MINUTE,
    );
  }
}
