import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { filesIn, parseMapping, runImport, type ImportProgress, type ImportResult } from '@touchstream/importer';
import { allEvents, differing } from '@touchstream/projections';
import { views } from '@touchstream/views';
import { describeRealData } from '../fixtures/describe-real-data.js';
import { dataSets, mappingFile, realData, type DataSet } from '../fixtures/real-data.js';
import { TestServer } from '../fixtures/server.js';
import { callsIn, expectCalls, expectKnownCalls } from './real-data/calls.js';
import { complaintsIn, expectComplaints, expectKnownComplaints } from './real-data/complaints.js';
import { countBy } from './real-data/files.js';
import { expectKnownPurchases, expectPurchases, purchasesIn } from './real-data/purchases.js';
import { Reading } from './real-data/reading.js';
import { expectKnownSales, expectSales, salesIn } from './real-data/sales.js';

const MINUTE = 60_000;
/** So many opportunities are there when everything is stopped, a few more or less. */
const STOPPED_AFTER = 3_000;

describeRealData('the real data in one server', dataSets, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.dispose());

  interface Watch {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: ImportProgress) => void;
  }
  async function importSet(mapping: string, set: DataSet, watch: Watch = {}): Promise<ImportResult> {
    const result = await runImport({
      mapping: parseMapping(await readFile(mappingFile(mapping), 'utf8')),
      open: filesIn(realData(set)!),
      commands: server.standalone.commands,
      tenantId: 'default',
      actor: { id: 'ann', kind: 'user' },
      onRefused: row => expect(row).toBeUndefined(),
      ...watch,
    });
    expect(result).toMatchObject({ accepted: result.rows, rejected: 0 });
    return result;
  }

  interface ImportAnswer {
    readonly kind: string;
    readonly status: string;
    readonly accepted: number;
    readonly rejected: number;
  }
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
      const stopped = await importSet('crm-sales', 'crm-sales-opportunities', {
        signal: stop.signal,
        onProgress: ({ file, accepted }) => {
          if (file === 'pipeline' && accepted >= STOPPED_AFTER) stop.abort();
        },
      });
      expect(stopped.status).toBe('interrupted');
      const there = stopped.files.find(({ file }) => file === 'pipeline')!.accepted;
      expect(there).toBeGreaterThanOrEqual(STOPPED_AFTER);
      expect(there).toBeLessThan(8_800);
      await server.restart();

      const between = await Reading.of(server);
      expect((await imports(between))['opportunities']).toEqual({ status: 'running', accepted: there, rejected: 0 });
      expect(await between.list('/v1/opportunities?pipelineId=maven-sales&order=newest')).toHaveLength(there);

      const resumed = await importSet('crm-sales', 'crm-sales-opportunities');
      expect(resumed).toMatchObject({ status: 'completed', rows: 8_977 });
      expect(resumed.files.map(({ rows, unchanged }) => [rows, unchanged])).toEqual([
        [7, 7],
        [85, 85],
        [85, 85],
        [8_800, there],
      ]);
      expect(await imports(await Reading.of(server))).toEqual(importedSales);
      const events = await allEvents(server.standalone.eventStore);
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
    5 * MINUTE,
  );

  it(
    'the sales are there as the files have them',
    async () => {
      const sales = await salesIn(realData('crm-sales-opportunities')!);
      expectKnownSales(sales);
      await expectSales(await Reading.of(server), sales);
    },
    2 * MINUTE,
  );

  it(
    'the complaints are there as the file has them',
    async () => {
      const result = await importSet('telecom-complaints', 'telecom-complaints');
      expect(result).toMatchObject({ status: 'completed', rows: 2_224, unchanged: 0 });
      const complaints = await complaintsIn(realData('telecom-complaints')!);
      expectKnownComplaints(complaints);
      await expectComplaints(await Reading.of(server), complaints);
    },
    2 * MINUTE,
  );

  it(
    'the calls are there as the file has them',
    async () => {
      const result = await importSet('bank-calls', 'bank-calls');
      expect(result).toMatchObject({ status: 'completed', rows: 4_119, unchanged: 0 });
      const calls = await callsIn(realData('bank-calls')!);
      expectKnownCalls(calls);
      await expectCalls(await Reading.of(server), calls);
    },
    2 * MINUTE,
  );

  it(
    'the purchases are there as the file has them',
    async () => {
      const result = await importSet('cdnow', 'cdnow');
      expect(result).toMatchObject({ status: 'completed', rows: 69_659, unchanged: 0 });
      const purchases = await purchasesIn(realData('cdnow')!);
      expectKnownPurchases(purchases);
      await expectPurchases(await Reading.of(server), purchases);
    },
    10 * MINUTE,
  );

  it(
    'a second import adds nothing, also after another restart',
    async () => {
      await server.restart();
      const head = await server.head();
      const again = await importSet('crm-sales', 'crm-sales-opportunities');
      expect(again).toMatchObject({ status: 'completed', rows: 8_977, unchanged: 8_977, commands: 0, events: 0 });
      expect(await server.head()).toBe(head);
    },
    2 * MINUTE,
  );

  it(
    'after the restart everything is still there',
    async () => {
      const reading = await Reading.of(server);
      expect(await imports(reading)).toEqual({
        ...importedSales,
        complaints: completed(2_224),
        calls: completed(4_119),
        orders: completed(69_659),
      });
      await expectSales(reading, await salesIn(realData('crm-sales-opportunities')!));
      await expectComplaints(reading, await complaintsIn(realData('telecom-complaints')!));
      await expectCalls(reading, await callsIn(realData('bank-calls')!));
      await expectPurchases(reading, await purchasesIn(realData('cdnow')!));
    },
    5 * MINUTE,
  );

  it(
    'every view is what folding all events gives',
    async () => {
      await Reading.of(server);
      const events = await allEvents(server.standalone.eventStore);
      const status = await server.standalone.projector.status();
      expect(status.views.filter(({ parked }) => parked.events > 0)).toEqual([]);
      for (const view of views)
        expect([view.name, await differing(server.standalone.viewStore, view, events)]).toEqual([view.name, 0]);
    },
    5 * MINUTE,
  );
});
