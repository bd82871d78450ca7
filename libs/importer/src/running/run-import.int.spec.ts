import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CommandService } from '@touchstream/command-service';
import { Refusal } from '@touchstream/domain';
import { bytesOf, decode, UndecodableEvent, uuidv7, type Envelope } from '@touchstream/events';
import {
  EventStoreFenced,
  EventStoreUnavailable,
  everyEvent,
  SqliteEventStore,
  START,
  type EventStore,
} from '@touchstream/event-store';
import {
  FileDoesNotFit,
  filesIn,
  ImportRefused,
  parseMapping,
  reportHeader,
  reportLines,
  reportTo,
  runImport,
  UnreadableFile,
  type ImportOptions,
  type ImportProgress,
  type RefusedRow,
} from '../index.js';

const MAPPING = `
name: Shop orders
source: shop
files:
  - name: orders
    path: orders.csv
    format: csv
    before:
      - { command: IntroduceProduct, key: cd, fields: { occurredAt: '2021-01-01T00:00:00Z', name: CD, uom: piece, taxClass: standard, serialised: false } }
    columns:
      customer: { required: true }
      order: { required: true }
      amount: { type: decimal, required: true }
      day: { type: instant, format: M/D/YYYY }
      state: { pattern: placed|confirmed|cancelled|completed }
    commands:
      - command: RegisterCustomer
        key: '{customer}'
        once: true
        fields: { occurredAt: '{day}', kind: person, name: 'Customer {customer}', code: 'SHOP-{customer}' }
      - command: PlaceOrder
        key: '{order}'
        fields:
          occurredAt: '{day}'
          channel: web
          customerId: { idOf: customer, key: '{customer}' }
          lines: [{ productId: { idOf: product, key: cd }, name: CD, qty: 1, net: { amount: '{amount}', currency: USD }, taxPct: 0 }]
      - command: ConfirmOrder
        key: '{order}'
        when: { state: [confirmed, completed] }
        fields: { occurredAt: '{day}', erpRef: 'ERP-{order}' }
`;
const mapping = parseMapping(MAPPING);
const HEADER = 'customer,order,amount,day,state\n';

/** Customers, then who owns them, whose names are looked up. */
const twoFiles = parseMapping(`
name: Shop customers
source: shop
tables: { owners: { path: owners.csv, format: csv, key: code } }
files:
  - name: customers
    path: customers.csv
    format: csv
    columns: { customer: {}, day: { type: instant, format: M/D/YYYY } }
    commands:
      - { command: RegisterCustomer, key: '{customer}', once: true, fields: { occurredAt: '{day}', kind: person, name: 'Customer {customer}' } }
  - name: owned
    path: owned.csv
    format: csv
    columns: { customer: {}, owner: { lookup: owners.name } }
    commands:
      - { command: AssignOwner, key: '{customer}', fields: { ownerId: '{owner}' } }
`);
const CUSTOMERS = {
  'owners.csv': 'code,name\nx,bob\n',
  'customers.csv': 'customer,day\n1,1/2/2021\n',
  'owned.csv': 'customer,owner\n1,x\n',
};

let folder: string;
let files = 0;
const stores: SqliteEventStore[] = [];
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'touchstream-import-'))));
afterEach(async () => void (await Promise.all(stores.splice(0).map(one => one.close()))));
afterAll(() => rm(folder, { recursive: true }));

async function openStore(): Promise<SqliteEventStore> {
  const store = await SqliteEventStore.open({ path: join(folder, `${(files += 1)}.db`) });
  stores.push(store);
  return store;
}

async function events(store: EventStore): Promise<Envelope[]> {
  const all: Envelope[] = [];
  for await (const stored of everyEvent(store)) all.push(decode(stored));
  return all;
}
const ofType = (all: readonly Envelope[], type: string) => all.filter(event => event.type === type);

type Given = Partial<ImportOptions> & { readonly csv?: string };
/** Imports the text; gives the result and the refused rows in the order of the file. */
async function run(store: EventStore, { csv = '', ...options }: Given = {}) {
  const refused: RefusedRow[] = [];
  const result = await runImport({
    mapping,
    open: () => Readable.from([Buffer.from(csv)]),
    commands: new CommandService({ store }),
    tenantId: 'test',
    actor: { id: 'ann', kind: 'user' },
    onRefused: row => refused.push(row),
    ...options,
  });
  return { result, refused: refused.toSorted((a, b) => a.row - b.row) };
}

/** Imports the customers' files, some of them with another text. */
const runCustomers = (
  store: EventStore,
  { texts = {}, ...options }: Given & { readonly texts?: Partial<typeof CUSTOMERS> } = {},
) => {
  const all: Readonly<Record<string, string>> = { ...CUSTOMERS, ...texts };
  return run(store, { mapping: twoFiles, open: path => Readable.from([Buffer.from(all[path] ?? '')]), ...options });
};

const counts = ({ result }: Awaited<ReturnType<typeof run>>) => {
  const { status, rows, accepted, rejected, unchanged, events: added } = result;
  return { status, rows, accepted, rejected, unchanged, added };
};

const GOOD = `${HEADER}a,1,10.00,1/2/2021,placed\nb,2,5.5,1/3/2021,confirmed\na,3,0.00,1/3/2021,\n`;

describe('an import', () => {
  it('makes of each row its commands, at the time of the data, in the name of who imports', async () => {
    const store = await openStore();
    const imported = await run(store, { csv: GOOD });
    expect(counts(imported)).toEqual({
      status: 'completed',
      rows: 3,
      accepted: 3,
      rejected: 0,
      unchanged: 0,
      added: 7,
    });
    expect(imported.result.commands).toBe(7);
    const all = await events(store);
    const placed = ofType(all, 'order.placed');
    expect(placed.map(({ data }) => (data as { totals: { total: unknown } }).totals.total)).toEqual([
      { amount: '10.00', currency: 'USD' },
      { amount: '5.50', currency: 'USD' },
      { amount: '0.00', currency: 'USD' },
    ]);
    const { importId } = imported.result.files[0]!;
    expect(placed[1]).toMatchObject({
      occurredAt: '2021-01-03T00:00:00.000Z',
      actor: { id: 'ann', kind: 'user' },
      channel: 'web',
      source: 'shop',
      importId,
      correlationId: importId,
    });
    const customers = ofType(all, 'customer.registered');
    expect(customers).toHaveLength(2);
    expect(customers[0]).toMatchObject({ channel: 'import', occurredAt: '2021-01-02T00:00:00.000Z' });
    expect(placed.map(({ data }) => (data as { customerId: string }).customerId)).toEqual([
      customers[0]!.customerId,
      customers[1]!.customerId,
      customers[0]!.customerId,
    ]);
  });

  it('keeps the result of each row in a stream of its own', async () => {
    const store = await openStore();
    const { result } = await run(store, { csv: `${GOOD}c,4,x,1/3/2021,\n` });
    const all = await events(store);
    const { importId } = result.files[0]!;
    expect(ofType(all, 'import.started')).toMatchObject([
      { data: { importId, fileName: 'orders.csv', kind: 'orders', mapping: 'Shop orders' } },
    ]);
    const rows = all.filter(({ type }) => type.startsWith('import.row-')).map(({ data }) => data);
    expect(rows).toMatchObject([
      { row: 2, unchanged: false },
      { row: 3, unchanged: false },
      { row: 4, unchanged: false },
      { row: 5, errors: [{ column: 'amount', reason: 'is not a number' }] },
    ]);
    const placed = ofType(all, 'order.placed');
    expect(rows.slice(0, 3).map(row => (row as { targetId: string }).targetId)).toEqual(
      placed.map(({ data }) => (data as { orderId: string }).orderId),
    );
    expect((rows[1] as { commandIds: string[] }).commandIds).toContain(placed[1]!.commandId);
    expect(ofType(all, 'import.completed')).toMatchObject([{ data: { accepted: 3, rejected: 1, unchanged: 0 } }]);
  });

  it('adds nothing when it is run again', async () => {
    const store = await openStore();
    await run(store, { csv: GOOD });
    const before = await store.head();
    const again = await run(store, { csv: GOOD });
    expect(counts(again)).toEqual({ status: 'completed', rows: 3, accepted: 3, rejected: 0, unchanged: 3, added: 0 });
    expect(again.result.commands).toBe(0);
    expect(await store.head()).toBe(before);
  });

  it('adds what is new of a file that has grown', async () => {
    const store = await openStore();
    await run(store, { csv: GOOD });
    const grown = await run(store, { csv: `${GOOD}c,4,1.00,1/4/2021,\n` });
    expect(counts(grown)).toEqual({ status: 'completed', rows: 4, accepted: 4, rejected: 0, unchanged: 3, added: 2 });
    const all = await events(store);
    expect(ofType(all, 'order.placed')).toHaveLength(4);
    expect(ofType(all, 'import.completed')).toHaveLength(2);
  });

  it('refuses a row whose key was imported with another content', async () => {
    const store = await openStore();
    await run(store, { csv: GOOD });
    const changed = await run(store, { csv: GOOD.replace('10.00', '11.00') });
    expect(changed.refused).toEqual([
      {
        file: 'orders',
        row: 2,
        faults: [{ reason: 'PlaceOrder: what is known by this key was imported before, with another content' }],
        done: ['RegisterCustomer'],
      },
    ]);
    expect(counts(changed)).toMatchObject({ rows: 3, accepted: 2, rejected: 1, unchanged: 2, added: 0 });
  });

  it('takes what may be said more than once as it was said first, also by an earlier file', async () => {
    const store = await openStore();
    await runCustomers(store);
    const other = { 'customers.csv': 'customer,day\n1,1/5/2021\n2,1/5/2021\n' };
    const imported = await runCustomers(store, { texts: other });
    expect(imported.refused).toEqual([]);
    expect(counts(imported)).toMatchObject({ rows: 3, accepted: 3, unchanged: 2, added: 1 });
    expect(ofType(await events(store), 'customer.registered').map(({ occurredAt }) => occurredAt)).toEqual([
      '2021-01-02T00:00:00.000Z',
      '2021-01-05T00:00:00.000Z',
    ]);
  });

  it('is another one where a table has changed that values are looked up in', async () => {
    const store = await openStore();
    const idsOf = async (owners: string) => {
      const { result } = await runCustomers(store, { texts: { 'owners.csv': `code,name\nx,${owners}\n` } });
      return result.files.map(one => one.importId);
    };
    const first = await idsOf('bob');
    expect(await idsOf('bob')).toEqual(first);
    expect(new Set([...first, ...(await idsOf('eve'))]).size).toBe(4);
  });

  it('refuses bad rows one by one, and takes the others', async () => {
    const store = await openStore();
    const csv = `${HEADER}a,1,ten,13/1/2021,placed\n,2,1.00,,\nb,3,1.001,1/1/2021,placed\nc,4,2.00,1/1/2021,lost\nd,5\n"e,6,3.00,1/1/2021,\nf,7,4.00,1/1/2999,\ng,8,5.00,1/1/2021,placed\n`;
    const imported = await run(store, { csv });
    expect(counts(imported)).toMatchObject({ rows: 8, accepted: 1, rejected: 7 });
    expect(imported.refused.map(({ row, faults, done }) => [row, faults, done])).toEqual([
      [
        2,
        [
          { column: 'amount', value: 'ten', reason: 'is not a number' },
          { column: 'day', value: '13/1/2021', reason: 'is not a date and time as M/D/YYYY' },
        ],
        [],
      ],
      [3, [{ column: 'customer', value: '', reason: 'must not be empty' }], []],
      [
        4,
        [
          {
            column: 'amount',
            value: '1.001',
            reason:
              'PlaceOrder /lines/0/net amount must have no more decimals than the currency has, and at most 9,007,199,254,740,991 minor units',
          },
        ],
        [],
      ],
      [5, [{ column: 'state', value: 'lost', reason: 'is not written as placed|confirmed|cancelled|completed' }], []],
      [6, [{ value: 'd | 5', reason: 'has 2 columns where the header has 5' }], []],
      [7, [{ value: '"e,6,3.00,1/1/2021,', reason: 'has a quote that is opened and not closed as it should be' }], []],
      [
        8,
        [
          {
            column: 'day',
            value: '1/1/2999',
            reason: 'RegisterCustomer /occurredAt must be an RFC 3339 date-time with an offset',
          },
          {
            column: 'day',
            value: '1/1/2999',
            reason: 'PlaceOrder /occurredAt must be an RFC 3339 date-time with an offset',
          },
        ],
        [],
      ],
    ]);
    const all = await events(store);
    expect(ofType(all, 'customer.registered')).toHaveLength(1);
    // No value of a row stands in the import's stream: it may be personal.
    const kept = JSON.stringify(ofType(all, 'import.row-rejected').map(({ data }) => data));
    for (const value of ['ten', '13/1/2021', '1.001', 'lost']) expect(kept).not.toContain(`"${value}"`);
  });

  it('refuses a row with bytes that are no text, even in a column that it does not read', async () => {
    const { refused, result } = await run(await openStore(), {
      open: () =>
        Readable.from([Buffer.from(`note,${HEADER}M\xfcller,a,1,10.00,1/2/2021,\n,b,2,1.00,1/2/2021,\n`, 'latin1')]),
    });
    const reason = 'holds bytes that are no text in the encoding of the file';
    expect(refused).toEqual([
      { file: 'orders', row: 2, faults: [{ column: 'note', value: 'M\uFFFDller', reason }], done: [] },
    ]);
    expect(result).toMatchObject({ accepted: 1, rejected: 1 });
  });

  it('goes on where what it keeps of a refused row, or of the file, had to be cut', async () => {
    const text = MAPPING.replace('path: orders.csv', `path: ${'folder/'.repeat(50)}orders.csv`).replace(
      'state: {',
      "'': { pattern: a }\n      state: {",
    );
    const csv = `,${HEADER}b,a,1,10.00,1/2/2021,\na,b,2,5.5,1/3/2021,\n`;
    const { result, refused } = await run(await openStore(), { mapping: parseMapping(text), csv });
    expect(refused).toMatchObject([{ row: 2, faults: [{ column: '', value: 'b', reason: 'is not written as a' }] }]);
    expect(result).toMatchObject({ status: 'completed', accepted: 1, rejected: 1 });
  });

  it('says what was done of a row when a later command of it is refused', async () => {
    const store = await openStore();
    const future = new Date(Date.now() + 7 * 86_400_000);
    const day = `${future.getUTCMonth() + 1}/${future.getUTCDate()}/${future.getUTCFullYear()}`;
    const twoDays = parseMapping(MAPPING.replace("fields: { occurredAt: '{day}', kind", 'fields: { kind'));
    const { refused } = await run(store, { csv: `${HEADER}a,1,10.00,${day},placed\n`, mapping: twoDays });
    expect(refused).toEqual([
      {
        file: 'orders',
        row: 2,
        faults: [
          { column: 'day', value: day, reason: 'PlaceOrder /occurredAt: occurredAt must not lie in the future' },
        ],
        done: ['RegisterCustomer'],
      },
    ]);
    expect(ofType(await events(store), 'customer.registered')).toHaveLength(1);
  });

  it('takes a refused row when it is run again and what was missing is there', async () => {
    const store = await openStore();
    const orders = (text: string) =>
      parseMapping(text.replace(/      - command: RegisterCustomer[\s\S]*?(?=      - command: PlaceOrder)/, ''));
    const customers = parseMapping(MAPPING.replace(/      - command: PlaceOrder[\s\S]*$/, ''));
    const first = await run(store, { csv: GOOD, mapping: orders(MAPPING) });
    expect(counts(first)).toMatchObject({ rows: 3, accepted: 0, rejected: 3, added: 1 });
    expect(first.refused[0]!.faults).toEqual([
      { column: 'customer', value: 'a', reason: 'PlaceOrder /customerId: there is no such customer' },
    ]);
    await run(store, { csv: GOOD, mapping: customers });
    const second = await run(store, { csv: GOOD, mapping: orders(MAPPING) });
    expect(counts(second)).toMatchObject({ status: 'completed', rows: 3, accepted: 3, rejected: 0, unchanged: 0 });
    const importId = first.result.files[0]!.importId;
    expect(second.result.files[0]!.importId).toBe(importId);
    const completed = ofType(await events(store), 'import.completed').filter(event => event.importId === importId);
    expect(completed.map(({ data }) => data)).toMatchObject([
      { accepted: 0, rejected: 3 },
      { accepted: 3, rejected: 0 },
    ]);
  });

  describe('of rows that change records, one of which cannot be read', () => {
    const rows = 'id,name\na,Ann\nb,Bob\nc,Cy\n';
    const people = (command: string) =>
      parseMapping(`
name: People
source: shop
files:
  - name: people
    path: people.csv
    format: csv
    columns: { id:, name: }
    commands: [{ command: ${command}, key: '{id}', fields: ${command === 'RegisterCustomer' ? '{ kind: person, name: x }' : "{ name: '{name}' }"} }]
`);
    /** A store with three customers, the second of which has a last event with this in it. */
    async function damagedBy(event: { type: string; data: string }): Promise<[store: EventStore, stream: string]> {
      const store = await openStore();
      await run(store, { csv: rows, mapping: people('RegisterCustomer'), concurrency: 1 });
      const { stream, metadata } = (await store.readFeed({ after: START, limit: 100 })).events.filter(
        ({ type }) => type === 'customer.registered',
      )[1]!;
      await store.append(stream, 0, [
        { id: uuidv7(), type: event.type, data: Buffer.from(event.data), metadata: bytesOf(metadata) },
      ]);
      return [store, stream];
    }

    it('refuses the rows of that record, and takes the others', async () => {
      const [store, stream] = await damagedBy({ type: 'customer.activated', data: '{' });
      const { result, refused } = await run(store, { csv: rows, mapping: people('ChangeCustomerProfile') });
      expect(result).toMatchObject({ status: 'completed', accepted: 2, rejected: 1 });
      const reason = `ChangeCustomerProfile: a record that it needs cannot be read: event 1 of ${stream} is damaged`;
      expect(refused).toEqual([{ file: 'people', row: 3, faults: [{ reason }], done: [] }]);
    });

    it('ends where a newer version of the program can read it', async () => {
      const [store] = await damagedBy({ type: 'customer.of-tomorrow', data: '{}' });
      const ended = run(store, { csv: rows, mapping: people('ChangeCustomerProfile') });
      await expect(ended).rejects.toThrow(UndecodableEvent);
    });
  });

  it('keeps rows that concern the same record in the order of the file', async () => {
    const store = await openStore();
    const changes = parseMapping(`
name: Changes
source: shop
files:
  - name: changes
    path: changes.csv
    format: csv
    columns: { id:, name: }
    commands:
      - { command: RegisterCustomer, key: '{id}', once: true, fields: { kind: person, name: '{name}' } }
      - { command: ChangeCustomerProfile, key: '{id}', step: '{row}', fields: { name: '{name}' } }
`);
    const rows = Array.from({ length: 200 }, (_, at) => `c${at % 3},name ${at}`);
    await run(store, { csv: `id,name\n${rows.join('\n')}`, mapping: changes });
    const all = await events(store);
    const [registered, changed] = [ofType(all, 'customer.registered'), ofType(all, 'customer.profile-changed')];
    for (const { customerId, data } of registered) {
      const names = changed
        .filter(event => event.customerId === customerId)
        .map(event => (event.data as { changes: { new: string }[] }).changes[0]!.new);
      const first = (data as { name: string }).name;
      const at = Number(first.split(' ')[1]);
      expect([first, ...names]).toEqual(rows.map(row => row.split(',')[1]).filter((_, row) => row % 3 === at % 3));
    }
  });

  it('tells how far it has come', async () => {
    const store = await openStore();
    const told: ImportProgress[] = [];
    let now = 0;
    await run(store, { csv: GOOD, onProgress: one => told.push(one), clock: () => (now += 60) });
    expect(told.at(-1)).toMatchObject({ file: 'orders', fileNumber: 1, files: 1, line: 4, lines: 4, secondsLeft: 0 });
    expect(told.every((one, at) => at === 0 || one.line > told[at - 1]!.line)).toBe(true);
    expect(told.at(-1)!.rowsPerSecond).toBeGreaterThanOrEqual(0);
  });

  it('lets others have their turn after each row, where rows take long', async () => {
    const csv = `${HEADER}${'a,1,x,,\n'.repeat(50)}`;
    let turn = 0;
    const nextTurn = () => {
      turn += 1;
      turning = setImmediate(nextTurn);
    };
    let turning = setImmediate(nextTurn);
    const turnsOfRows = async (millis: number) => {
      let now = 0;
      const turns = new Set<number>();
      const onRefused = () => turns.add(turn);
      await run(await openStore(), { csv, dryRun: true, clock: () => (now += millis), onRefused });
      return turns.size;
    };
    expect(await turnsOfRows(0)).toBe(1);
    expect(await turnsOfRows(30)).toBe(50);
    clearImmediate(turning);
  });

  it('reads its files from a folder, and names one that is not there', async () => {
    const store = await openStore();
    await writeFile(join(folder, 'orders.csv'), GOOD);
    expect(counts(await run(store, { open: filesIn(folder) }))).toMatchObject({ rows: 3, accepted: 3 });
    await expect(run(store, { open: filesIn(join(folder, 'no')) })).rejects.toThrow(UnreadableFile);
  });

  it('leaves no file open, however it ends', async () => {
    const opened: Readable[] = [];
    const open = async (path: string) => {
      const file = await filesIn(folder)(path);
      opened.push(file);
      return file;
    };
    const store = await openStore();
    const stop = new AbortController();
    const withTable = (key: string) =>
      parseMapping(MAPPING.replace('files:', `tables: { t: { path: orders.csv, format: csv, key: ${key} } }\nfiles:`));
    await writeFile(join(folder, 'orders.csv'), GOOD);
    await run(store, { open });
    await run(store, { open, mapping: withTable('order'), dryRun: true });
    await expect(run(store, { open, mapping: withTable('none') })).rejects.toThrow(UnreadableFile);
    await writeFile(join(folder, 'orders.csv'), `${HEADER}x\n${GOOD.repeat(10_000)}`);
    await run(store, { open, dryRun: true, signal: stop.signal, onRefused: () => stop.abort() });
    await writeFile(join(folder, 'orders.csv'), `no${GOOD}`);
    await expect(run(store, { open })).rejects.toThrow(FileDoesNotFit);
    await writeFile(join(folder, 'orders.csv'), '"');
    await expect(run(store, { open })).rejects.toThrow(UnreadableFile);
    expect(opened.map(file => file.destroyed)).toEqual(Array.from({ length: 14 }, () => true));
  });
});

describe('a dry run', () => {
  it('checks every row and adds nothing', async () => {
    const store = await openStore();
    const checked = await run(store, { csv: `${GOOD}c,4,x,1/3/2021,\n`, dryRun: true });
    expect(counts(checked)).toEqual({ status: 'completed', rows: 4, accepted: 3, rejected: 1, unchanged: 0, added: 0 });
    expect(checked.result).toMatchObject({ dryRun: true, commands: 7, files: [{ importId: undefined }] });
    expect(checked.refused).toMatchObject([{ row: 5, faults: [{ column: 'amount', value: 'x' }] }]);
    expect(await store.head()).toBe(START);
  });
});

describe('an import that cannot begin', () => {
  it('is refused before anything is written where a file lacks a column', async () => {
    const store = await openStore();
    await expect(run(store, { csv: 'customer,order\n' })).rejects.toThrow(
      new FileDoesNotFit('orders.csv: the file has no column "amount"; it has 2 of other names'),
    );
    await expect(run(store, { csv: 'customer,order,amount,day,state,day\n' })).rejects.toThrow('two columns "day"');
    await expect(run(store, { csv: '' })).rejects.toThrow(UnreadableFile);
    expect(await store.head()).toBe(START);
  });

  it.each([
    ['no column "name"; it has 2 of other names', 'code,nmae\nx,bob\n'],
    ['no column "name"; it has 2 of other names', 'code,nmae\n'],
    ['two columns "name"', 'code,name,name\nx,bob,ann\n'],
  ])('is refused before anything is written where a table has %s', async (fault, owners) => {
    const store = await openStore();
    await expect(runCustomers(store, { texts: { 'owners.csv': owners } })).rejects.toThrow(
      new FileDoesNotFit(`owned.csv: the table owners has ${fault}`),
    );
    expect(await store.head()).toBe(START);
  });

  it('is refused where a command before the rows is refused', async () => {
    const store = await openStore();
    await run(store, { csv: GOOD });
    const changed = parseMapping(MAPPING.replace('name: CD, uom: piece', 'name: DVD, uom: piece'));
    await expect(run(store, { csv: GOOD, mapping: changed })).rejects.toThrow(ImportRefused);
  });

  it('is refused where it was taken back', async () => {
    const store = await openStore();
    const { result } = await run(store, { csv: GOOD });
    const { importBatch } = await import('@touchstream/domain');
    await new CommandService({ store }).execute({
      aggregate: importBatch as never,
      command: 'RevertImport',
      aggregateId: result.files[0]!.importId!,
      body: { compensated: 0, skipped: [] },
      context: {
        tenantId: 'test',
        actor: { id: 'ann', kind: 'user' },
        commandId: crypto.randomUUID(),
        correlationId: 'c',
      },
    });
    await expect(run(store, { csv: GOOD })).rejects.toThrow(Refusal);
  });
});

/** The store, but that an append may fail; `before` is asked before each one. */
function failing(
  store: EventStore,
  before: (append: number) => 'answer' | 'fail' | 'lose the answer' | 'break',
): EventStore {
  let appends = 0;
  return Object.assign(Object.create(store) as EventStore, {
    append: async (...args: Parameters<EventStore['append']>) => {
      const then = before((appends += 1));
      if (then === 'break') throw new EventStoreFenced('another writer has it');
      if (then === 'fail') throw new EventStoreUnavailable('away');
      const appended = await store.append(...args);
      if (then === 'lose the answer') throw new EventStoreUnavailable('the answer was lost');
      return appended;
    },
    readStream: (...args: Parameters<EventStore['readStream']>) => store.readStream(...args),
  });
}

const many = (rows: number) =>
  HEADER +
  Array.from(
    { length: rows },
    (_, at) => `c${at % 7},${at},${at}.00,1/2/2021,${at % 3 === 0 ? 'confirmed' : 'placed'}`,
  ).join('\n');

/** What the events say, whatever ids and times they have. */
async function content(store: EventStore): Promise<string[]> {
  const all = await events(store);
  return all
    .filter(({ type }) => !type.startsWith('import.') && type !== 'claim.made')
    .map(({ stream, revision, type, data }) => JSON.stringify([stream, revision, type, data]))
    .toSorted();
}

describe('an import that is interrupted', () => {
  it('waits where the store is away for a moment', async () => {
    const store = await openStore();
    const away = failing(store, append =>
      append % 9 === 4 ? 'fail' : append % 9 === 6 ? 'lose the answer' : 'answer',
    );
    const imported = await run(away, { csv: many(40) });
    expect(counts(imported)).toEqual({
      status: 'completed',
      rows: 40,
      accepted: 40,
      rejected: 0,
      unchanged: 0,
      added: expect.any(Number),
    });
    const whole = await openStore();
    await run(whole, { csv: many(40) });
    expect(await content(store)).toEqual(await content(whole));
  });

  it('ends where the store stays away, and goes on from there', async () => {
    const store = await openStore();
    const away = failing(store, append => (append < 60 ? 'answer' : 'fail'));
    const first = await run(away, { csv: many(40), patience: [1, 2], concurrency: 8 });
    expect(first.result.status).toBe('unavailable');
    expect(first.result.rows).toBeGreaterThan(0);
    expect(first.result.rows).toBeLessThan(40);
    const nothing = await run(
      failing(await openStore(), () => 'fail'),
      { csv: many(40), patience: [] },
    );
    expect(counts(nothing)).toEqual({
      status: 'unavailable',
      rows: 0,
      accepted: 0,
      rejected: 0,
      unchanged: 0,
      added: 0,
    });
    const last = await run(store, { csv: many(40) });
    expect(counts(last)).toMatchObject({ status: 'completed', rows: 40, accepted: 40, rejected: 0 });
    const whole = await openStore();
    await run(whole, { csv: many(40) });
    expect(await content(store)).toEqual(await content(whole));
  });

  it('ends when it is told to, and goes on from there', async () => {
    const store = await openStore();
    const controller = new AbortController();
    const first = await run(store, {
      csv: many(300),
      concurrency: 4,
      signal: controller.signal,
      onProgress: ({ line }) => void (line > 100 && controller.abort()),
      clock: (
        (now: number) => () =>
          (now += 100)
      )(0),
    });
    expect(first.result.status).toBe('interrupted');
    expect(first.result.rows).toBeGreaterThan(50);
    expect(first.result.rows).toBeLessThan(300);
    const second = await run(store, { csv: many(300) });
    expect(counts(second)).toMatchObject({ status: 'completed', rows: 300, accepted: 300, rejected: 0 });
    expect(second.result.unchanged).toBe(first.result.rows);
    const whole = await openStore();
    await run(whole, { csv: many(300) });
    expect(await content(store)).toEqual(await content(whole));
  });

  it('leaves the files alone that come after the one it ended in', async () => {
    const store = await openStore();
    const controller = new AbortController();
    const rows = Array.from({ length: 300 }, (_, at) => `${at},1/2/2021`);
    const first = await runCustomers(store, {
      texts: { 'customers.csv': `customer,day\n${rows.join('\n')}\n` },
      concurrency: 2,
      signal: controller.signal,
      onProgress: ({ line }) => void (line > 50 && controller.abort()),
      clock: (
        (now: number) => () =>
          (now += 100)
      )(0),
    });
    expect(first.result).toMatchObject({ status: 'interrupted', files: [{ file: 'customers' }] });
  });

  it('loses nothing and doubles nothing, wherever the process ends and however often', async () => {
    const rows = 60;
    const whole = await openStore();
    const { result } = await run(whole, { csv: many(rows) });
    const expected = await content(whole);
    const { appends } = whole.stats();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: appends }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        async (ends, concurrency) => {
          const store = await openStore();
          // A store that breaks for good at an append ends the run there, with all that was under way.
          const endings: unknown[] = [];
          for (const end of ends)
            await run(
              failing(store, append => (append < end ? 'answer' : 'break')),
              { csv: many(rows), concurrency },
            ).catch((error: unknown) => endings.push(error));
          expect(endings.every(error => error instanceof EventStoreFenced)).toBe(true);
          const last = await run(store, { csv: many(rows), concurrency });
          expect(counts(last)).toMatchObject({ status: 'completed', rows, accepted: rows, rejected: 0 });
          expect(await content(store)).toEqual(expected);
          const all = await events(store);
          const recorded = ofType(all, 'import.row-accepted').map(({ data }) => (data as { row: number }).row);
          expect(recorded.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, at) => at + 2));
          expect(ofType(all, 'import.completed')).toHaveLength(1);
          await store.close();
        },
      ),
      { numRuns: 25 },
    );
    expect(result.rows).toBe(rows);
  });

  it('writes no row down before its commands are answered', async () => {
    const store = await openStore();
    const broken = failing(store, append => (append < 90 ? 'answer' : 'break'));
    await expect(run(broken, { csv: many(1_500), concurrency: 64 })).rejects.toThrow(EventStoreFenced);
    const all = await events(store);
    const known = new Set(all.map(event => event.commandId));
    for (const { data } of ofType(all, 'import.row-accepted'))
      for (const commandId of (data as { commandIds: string[] }).commandIds) expect(known).toContain(commandId);
  });
});

describe('the report', () => {
  const bad = Array.from({ length: 50 }, (_, at) => `a,${at},x,,`).join('\n');
  const checking = async (write: (text: string) => Promise<unknown>) =>
    run(await openStore(), { csv: `${HEADER}${bad}\n`, dryRun: true, onRefused: await reportTo(write) });

  it('is written while the rows are refused, one after the other, however slow that is', async () => {
    const written: string[] = [];
    let isWriting = false;
    await checking(async text => {
      if (isWriting) throw new Error('two texts at a time');
      isWriting = true;
      await new Promise(resolve => setImmediate(resolve));
      written.push(text);
      isWriting = false;
    });
    const lines = written.join('').split('\r\n');
    expect(lines[0]).toBe('\uFEFFfile,row,column,value,reason,done');
    expect(lines.slice(1, -1).toSorted()).toEqual(
      Array.from({ length: 50 }, (_, at) => `orders,${at + 2},amount,x,is not a number,`).toSorted(),
    );
  });

  it('ends the import where it cannot be written any more', async () => {
    let texts = 0;
    const write = async () => {
      texts += 1;
      if (texts === 3) throw new Error('the disk is full');
    };
    await expect(checking(write)).rejects.toThrow('the disk is full');
    expect(texts).toBe(3);
  });

  it('has a line for each thing that is wrong, safe to open in a spreadsheet', () => {
    const row: RefusedRow = {
      file: 'orders',
      row: 7,
      faults: [
        { column: 'amount', value: '=HYPERLINK("http://x")', reason: 'is not a number' },
        { reason: 'has 2 columns, or more' },
      ],
      done: ['RegisterCustomer', 'PlaceOrder'],
    };
    expect(reportHeader()).toBe('\uFEFFfile,row,column,value,reason,done\r\n');
    expect(reportLines(row)).toBe(
      'orders,7,amount,"\'=HYPERLINK(""http://x"")",is not a number,RegisterCustomer PlaceOrder\r\n' +
        'orders,7,,,"has 2 columns, or more",RegisterCustomer PlaceOrder\r\n',
    );
  });
});
