import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CommandService } from '@touchstream/command-service';
import { eventCatalogue, decode, type Envelope, type EventData, type EventType } from '@touchstream/events';
import { everyEvent, SqliteEventStore } from '@touchstream/event-store';
import { filesIn, parseMapping, runImport, type ImportResult, type RefusedRow } from '@touchstream/importer';
import { describeRealData } from '../fixtures/describe-real-data.js';
import { mappingFile, realData, type DataSet } from '../fixtures/real-data.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

let folder: string;
let store: SqliteEventStore;
beforeEach(async () => {
  folder = await temporaryFolder();
  store = await SqliteEventStore.open({ path: join(folder, 'events.db') });
});
afterEach(async () => {
  await store.close();
  await removeFolder(folder);
});

async function importSet(mapping: string, set: DataSet, signal?: AbortSignal): Promise<ImportResult> {
  const refused: RefusedRow[] = [];
  const result = await runImport({
    mapping: parseMapping(await readFile(mappingFile(mapping), 'utf8')),
    open: filesIn(realData(set)!),
    commands: new CommandService({ store }),
    tenantId: 'default',
    actor: { id: 'ann', kind: 'user' },
    onRefused: row => refused.push(row),
    ...(signal && { signal }),
  });
  expect(refused).toEqual([]);
  expect(result.accepted + result.rejected).toBe(result.rows);
  return result;
}

/** Every event, by type. */
class Events {
  readonly #byType = new Map<string, Envelope[]>();
  static async of(from: SqliteEventStore): Promise<Events> {
    const events = new Events();
    for await (const stored of everyEvent(from)) events.#add(decode(stored));
    return events;
  }
  #add(event: Envelope): void {
    const known = this.#byType.get(event.type);
    if (known === undefined) this.#byType.set(event.type, [event]);
    else known.push(event);
  }
  envelopes(type: EventType): readonly Envelope[] {
    expect(eventCatalogue.has(type)).toBe(true);
    return this.#byType.get(type) ?? [];
  }
  data<T extends EventType>(type: T): readonly EventData<T>[] {
    return this.envelopes(type).map(({ data }) => data as EventData<T>);
  }
  count(type: EventType): number {
    return this.envelopes(type).length;
  }
}

const cents = ({ amount }: { readonly amount: string }) => BigInt(amount.replace('.', ''));
const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n);

function tally<T>(values: readonly T[], of: (value: T) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[of(value) ?? ''] = (counts[of(value) ?? ''] ?? 0) + 1;
  return counts;
}

const suite = (set: DataSet, tests: () => void) => describeRealData(`the import of ${set}`, [set], tests);
const MINUTES = 60_000;

suite('crm-sales-opportunities', () => {
  it(
    'agrees with the totals of the data, also when it is interrupted and run twice',
    async () => {
      const interrupted = new AbortController();
      setImmediate(() => interrupted.abort());
      expect((await importSet('crm-sales', 'crm-sales-opportunities', interrupted.signal)).status).toBe('interrupted');
      const result = await importSet('crm-sales', 'crm-sales-opportunities');
      expect(result).toMatchObject({ status: 'completed', rows: 8_977, accepted: 8_977, rejected: 0 });
      expect(result.files.map(({ file, rows }) => [file, rows])).toEqual([
        ['products', 7],
        ['accounts', 85],
        ['subsidiaries', 85],
        ['pipeline', 8_800],
      ]);
      const head = await store.head();
      const again = await importSet('crm-sales', 'crm-sales-opportunities');
      expect(again).toMatchObject({ status: 'completed', rows: 8_977, unchanged: 8_977, commands: 0, events: 0 });
      expect(await store.head()).toBe(head);

      const events = await Events.of(store);
      // 85 accounts, and the one that stands for those that are not named.
      const customers = events.data('customer.registered');
      expect(customers).toHaveLength(86);
      expect(customers.filter(({ industry }) => industry === 'technology')).toHaveLength(12);
      expect(customers.some(({ industry }) => industry === 'technolgy')).toBe(false);
      const acme = customers.find(({ name }) => name === 'Acme Corporation');
      expect(acme).toMatchObject({
        country: 'US',
        employees: 2822,
        foundedYear: 1996,
        annualRevenue: { amount: '1100040000.00', currency: 'USD' },
      });
      expect(events.count('customer.parent-set')).toBe(15);
      expect(events.data('product.introduced').map(({ name }) => name)).toContain('GTX Pro');
      expect(events.count('product.introduced')).toBe(7);
      expect(events.count('price-book.published') + events.count('price-book.price-changed')).toBe(7);

      const opened = events.data('opportunity.opened');
      expect(opened).toHaveLength(8_800);
      expect(tally(opened, ({ stageId }) => stageId)).toEqual({ prospecting: 500, engaging: 8_300 });
      const unnamed = customers.find(({ code }) => code === 'account-not-named')!.customerId;
      expect(opened.filter(({ customerId }) => customerId === unnamed)).toHaveLength(1_425);
      expect(new Set(opened.map(({ ownerId }) => ownerId)).size).toBe(30);
      const lines = events.data('opportunity.line-added');
      expect(tally(lines, ({ name }) => name)).toMatchObject({ 'GTX Pro': 1_480 });
      expect(lines).toHaveLength(8_800);

      const won = events.data('opportunity.won');
      expect(won).toHaveLength(4_238);
      expect(sum(won.map(({ amount }) => cents(amount)))).toBe(1_000_553_400n);
      expect(events.count('opportunity.lost')).toBe(2_473);
      expect(8_300 - won.length - events.count('opportunity.lost')).toBe(1_589);
      // A stage history: from Engaging to its end, at the times of the file.
      const first = events.envelopes('opportunity.won')[0]!;
      expect(won[0]).toMatchObject({ from: 'engaging', to: 'won' });
      expect(first.occurredAt).toBe((first.data as EventData<'opportunity.won'>).enteredAt);
      expect(won.every(({ openedAt, enteredAt }) => openedAt < enteredAt)).toBe(true);
    },
    5 * MINUTES,
  );
});

suite('cdnow', () => {
  it(
    'agrees with the totals of the data',
    async () => {
      const result = await importSet('cdnow', 'cdnow');
      expect(result).toMatchObject({ status: 'completed', rows: 69_659, accepted: 69_659, rejected: 0, unchanged: 0 });
      const events = await Events.of(store);
      expect(events.count('customer.registered')).toBe(23_544);
      expect(events.count('customer.activated')).toBe(23_544);
      const orders = events.data('order.placed');
      expect(orders).toHaveLength(69_659);
      expect(sum(orders.map(({ totals }) => cents(totals.total)))).toBe(250_031_563n);
      expect(new Set(orders.map(({ totals }) => totals.total.currency))).toEqual(new Set(['USD']));
      expect(orders.reduce((units, { lines }) => units + lines[0]!.qty, 0)).toBe(167_881);
      expect(orders.filter(({ totals }) => totals.total.amount === '0.00')).toHaveLength(80);
      const dates = events.envelopes('order.placed').map(({ occurredAt }) => occurredAt);
      expect([dates.reduce((a, b) => (a < b ? a : b)), dates.reduce((a, b) => (a > b ? a : b))]).toEqual([
        '2021-01-01T00:00:00.000Z',
        '2022-06-30T00:00:00.000Z',
      ]);
      expect(events.data('import.completed')).toMatchObject([{ accepted: 69_659, rejected: 0, unchanged: 0 }]);
      const head = await store.head();
      expect(await importSet('cdnow', 'cdnow')).toMatchObject({ unchanged: 69_659, events: 0 });
      expect(await store.head()).toBe(head);
    },
    10 * MINUTES,
  );
});

suite('telecom-complaints', () => {
  it(
    'agrees with the totals of the data',
    async () => {
      const result = await importSet('telecom-complaints', 'telecom-complaints');
      expect(result).toMatchObject({ status: 'completed', rows: 2_224, accepted: 2_224, rejected: 0 });
      const events = await Events.of(store);
      const opened = events.envelopes('case.opened');
      expect(opened).toHaveLength(2_224);
      expect(events.data('case.opened').every(({ kind }) => kind === 'complaint')).toBe(true);
      expect(new Set(events.data('case.opened').map(({ number }) => number)).size).toBe(2_224);
      expect(tally(opened, ({ channel }) => channel)).toEqual({ phone: 1_119, web: 1_105 });
      expect(events.count('case.resolved')).toBe(973);
      expect(events.count('case.closed')).toBe(734);
      expect(events.count('case.first-responded')).toBe(154);
      expect(2_224 - 973 - 734 - 154).toBe(363);
      expect(events.count('case.note-added')).toBe(203);
      expect(events.count('customer.registered')).toBe(2_224);
      const postcodes = events.data('customer.address-added').map(({ address }) => address.postcode);
      expect(postcodes.every(code => code?.length === 5)).toBe(true);
      const first = opened.find(({ data }) => (data as EventData<'case.opened'>).number === 'FCC-250635');
      expect(first?.occurredAt).toBe('2015-04-22T15:53:50.000Z');
    },
    2 * MINUTES,
  );
});

suite('bank-calls', () => {
  it(
    'agrees with the totals of the data',
    async () => {
      const result = await importSet('bank-calls', 'bank-calls');
      expect(result).toMatchObject({ status: 'completed', rows: 4_119, accepted: 4_119, rejected: 0 });
      const events = await Events.of(store);
      expect(events.count('call.offered')).toBe(4_119);
      const ended = events.data('call.ended');
      expect(ended).toHaveLength(4_119);
      expect(ended.reduce((seconds, { talkSec }) => seconds + talkSec, 0)).toBe(1_057_710);
      expect(tally(events.data('call.dialled'), ({ listId }) => listId)).toEqual({
        'term-deposit-cellular': 2_652,
        'term-deposit-telephone': 1_467,
      });
      expect(tally(events.data('call.wrapped-up'), ({ disposition }) => disposition)).toEqual({
        subscribed: 451,
        'not subscribed': 3_668,
      });
      const offered = events.envelopes('call.offered');
      expect(offered.every(({ reasonCode, channel }) => reasonCode === 'date-approximate' && channel === 'phone')).toBe(
        true,
      );
      // The first row of data, on line 2, says may and fri: the first Friday of May 2009.
      const first = events.data('import.row-accepted').find(({ row }) => row === 2)!.targetId;
      const call = offered.find(({ data }) => (data as EventData<'call.offered'>).callId === first);
      expect(call?.occurredAt).toBe('2009-05-01T00:00:00.000Z');
      expect(new Set(events.envelopes('call.ended').map(({ customerId }) => customerId)).size).toBe(4_119);
    },
    2 * MINUTES,
  );
});
