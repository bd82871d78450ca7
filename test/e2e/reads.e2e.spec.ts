import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressOf, Api, commander, type Commander, type Operation, type Parameter } from '../fixtures/api.js';
import { Conformance } from '../fixtures/conformance.js';
import { makeHistory, type History } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

type Json = Readonly<Record<string, unknown>>;
interface Page<T = Record<string, unknown>> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const BEYOND = '999999999999999999';

describe('reads', () => {
  let server: TestServer;
  let api: Api;
  let history: History;
  let conformance: Conformance;
  let run: Commander;

  beforeAll(async () => {
    server = await TestServer.start();
    api = await Api.of(server.client);
    conformance = new Conformance(api);
    history = await makeHistory(server.client, api, 'R1');
    run = commander(server.client, api);
  });
  afterAll(() => server.dispose());

  /** The record that an address names, by its collection. */
  const recordOf = (path: string): string => {
    const known: Readonly<Record<string, string>> = {
      customers: history.customerId,
      contacts: history.contactId,
      interactions: history.interactionId,
      opportunities: history.opportunityId,
      quotes: history.quoteId,
      orders: history.orderId,
      products: history.productId,
      'price-books': history.priceBookId,
      cases: history.caseId,
      calls: history.callId,
      imports: history.importId,
      'sales-processes': 'default',
      streams: `customer-${history.customerId}`,
      projections: 'customer-360',
      problems: 'not-found',
    };
    const collection = path.split('/').find(part => part in known);
    if (collection === undefined) throw new Error(`no record is known for ${path}`);
    return known[collection]!;
  };
  const addressFor = (operation: Operation) =>
    operation.path.includes('{') ? addressOf(operation, recordOf(operation.path)) : operation.path;
  /** A stream does not end, and metrics are of no fixed shape. */
  const gets = () => api.operations.filter(one => one.method === 'GET' && one.id !== 'subscribe');
  const waiting = () => gets().filter(one => one.parameters.some(parameter => parameter.name === 'X-Min-Position'));
  const query = (operation: Operation) => (operation.id === 'screenPop' ? '?phone=%2B4930901820' : '');

  describe('answer as documented', () => {
    it('of every route', async () => {
      expect(gets().length).toBeGreaterThan(30);
      const faults: string[] = [];
      for (const operation of gets()) {
        const answer = await server.client.get(addressFor(operation) + query(operation), {
          minPosition: history.position,
        });
        expect([operation.id, answer.status]).toEqual([operation.id, 200]);
        faults.push(...conformance.faults(operation, answer));
      }
      expect(faults).toEqual([]);
    });

    it('of every list, with every filter and order', async () => {
      const valueOf = ({ name, schema }: Parameter): string => {
        const formats: Readonly<Record<string, string>> = {
          'date-time': '2026-02-15T00:00:00Z',
          date: '2026-02-15',
          id: history.customerId,
          country: 'DE',
          currency: 'EUR',
          language: 'de',
        };
        if (Array.isArray(schema['enum'])) return String(schema['enum'].at(-1));
        if (schema['type'] === 'integer') return '3';
        if (name === 'pipelineId') return 'default';
        if (name === 'stageId' || name === 'toStageId') return 'proposal';
        if (name === 'asOf' || name === 'knownAt') return '2099-02-15';
        return formats[String(schema['format'])] ?? 'ann';
      };
      const faults: string[] = [];
      for (const operation of waiting().filter(one => one.id !== 'screenPop'))
        for (const parameter of operation.parameters.filter(one => one.in === 'query' && one.name !== 'after')) {
          const address = `${addressFor(operation)}?${parameter.name}=${valueOf(parameter)}`;
          const answer = await server.client.get(address);
          expect([address, answer.status]).toEqual([address, 200]);
          faults.push(...conformance.faults(operation, answer));
        }
      expect(faults).toEqual([]);
    });

    it('of a word that a filter does not know, on every list', async () => {
      const worded = waiting().flatMap(operation =>
        operation.parameters
          .filter(({ in: where, schema }) => where === 'query' && (schema['enum'] ?? schema['format']) !== undefined)
          .filter(({ schema }) => !['id', 'text'].includes(String(schema['format'])))
          .map(({ name }) => ({ operation, name })),
      );
      expect(worded.length).toBeGreaterThan(60);
      for (const { operation, name } of worded) {
        const address = `${addressFor(operation)}?${name}=-`;
        const answer = await server.client.get<{ errors?: unknown[] }>(address);
        expect([address, answer.status, answer.body.errors]).toMatchObject([address, 400, [{ parameter: name }]]);
        expect(conformance.faults(operation, answer)).toEqual([]);
      }
    });

    it('of every measure, from what came by the cut-off alone', async () => {
      // One deal was won, at nine o'clock on 20 February.
      const over = 'from=2026-01-01T00:00:00Z&to=2026-11-01T00:00:00Z';
      const measured = (of: string, at: string) => server.client.read(`/v1/pipeline/${of}?${over}&at=${at}`);
      const [before, then] = ['2026-02-20T08:59:59.999Z', '2026-02-20T09:00:00.000Z'];
      expect(await measured('win-rate', before)).toMatchObject({ won: 0, rate: null });
      expect(await measured('win-rate', then)).toMatchObject({ won: 1, rate: 1 });
      expect(await measured('sales-cycle', before)).toMatchObject({ deals: 0, medianDays: null });
      expect(await measured('sales-cycle', then)).toMatchObject({ deals: 1, medianDays: 36 });
      // Two were open at a time.
      expect(await measured('velocity', before)).toMatchObject({ items: [{ qualified: 2, winRate: null }] });
      expect(await measured('velocity', then)).toMatchObject({ items: [{ qualified: 1, winRate: 1 }] });
    });

    it('of what no measure can be taken over', async () => {
      const refused = async (question: string) => {
        const { status, body } = await server.client.get<{ errors?: unknown }>(`/v1/pipeline/${question}`);
        return [status, body.errors];
      };
      const backwards = 'from=2026-11-01T00:00:00%2B02:00&to=2026-10-31T00:00:00Z';
      for (const measure of ['conversion', 'time-in-stage', 'win-rate', 'sales-cycle', 'velocity']) {
        expect(await refused(`${measure}?${backwards}`)).toEqual([
          400,
          [{ parameter: 'to', detail: 'must not be before `from`' }],
        ]);
        expect(await refused(`${measure}?from=2199-01-01T00:00:00Z`)).toEqual([
          400,
          [{ parameter: 'from', detail: 'must not be in the future where `to` is left out' }],
        ]);
        const { status, body } = await server.client.get(`/v1/pipeline/${measure}?pipelineId=nope`);
        expect([measure, status, body['detail']]).toEqual([measure, 404, 'there is no such pipeline']);
      }
      for (const [parameter, question] of [
        ['toStageId', 'stageId=proposal&toStageId=nope'],
        ['stageId', 'stageId=nope&toStageId=proposal'],
        ['stageId', 'stageId=nope'],
      ])
        expect(await refused(`conversion?${question}`)).toEqual([
          400,
          [{ parameter, detail: 'must be a stage of the sales process' }],
        ]);
    });

    it('of records that are not there', async () => {
      for (const operation of gets().filter(one => one.path.includes('{'))) {
        const answer = await server.client.get(addressOf(operation, 'nobody'), { minPosition: history.position });
        expect([operation.id, answer.status, answer.body['type']]).toEqual([operation.id, 404, '/problems/not-found']);
        expect(conformance.faults(operation, answer)).toEqual([]);
      }
    });
  });

  describe('that name a position', () => {
    it('see what was written a moment ago, on every kind of read', async () => {
      const eur = (amount: string) => ({ amount, currency: 'EUR' });
      for (let round = 0; round < 5; round += 1) {
        const mark = `now-${round}`;
        const made = await makeHistory(server.client, api, mark);
        const read = <T = Record<string, unknown>>(path: string, minPosition = made.position) =>
          server.client.read<T>(path, { minPosition });
        const found = async (path: string, id: string, field: string) =>
          expect((await read<Page>(path)).items.map(item => item[field])).toContain(id);
        await found(`/v1/customers?code=C-${mark}`, made.customerId, 'customerId');
        await found(`/v1/customers?externalRef=erp:E-${mark}`, made.customerId, 'customerId');
        await found(`/v1/contacts?customerId=${made.customerId}`, made.contactId, 'contactId');
        await found(`/v1/opportunities?customerId=${made.customerId}&status=open`, made.opportunityId, 'opportunityId');
        await found(`/v1/quotes?number=Q-${mark}`, made.quoteId, 'quoteId');
        await found(`/v1/orders?number=O-${mark}`, made.orderId, 'orderId');
        await found(`/v1/cases?customerId=${made.customerId}`, made.caseId, 'caseId');
        await found(`/v1/calls?customerId=${made.customerId}`, made.callId, 'callId');
        await found(`/v1/interactions?customerId=${made.customerId}`, made.interactionId, 'interactionId');
        await found(`/v1/products?sku=GTX-${mark}`, made.productId, 'productId');
        await found(`/v1/price-books?q=Standard&limit=200`, made.priceBookId, 'priceBookId');
        await found(`/v1/imports?limit=200`, made.importId, 'importId');

        const pop = await read<{ customers: { customerId: string }[]; position: string }>(
          `/v1/screen-pop?phone=030901820&country=DE`,
        );
        expect(pop.customers.map(one => one.customerId)).toContain(made.customerId);
        expect(BigInt(pop.position)).toBeGreaterThanOrEqual(BigInt(made.position));
        const { position } = await run('ReviseAmount', made.opportunityId, {
          amount: eur(`${round + 1}.50`),
          reason: 'x',
        });
        const customer = `/v1/customers/${made.customerId}`;
        expect(await read(customer, position)).toMatchObject({
          openOpportunities: [{ amount: eur(`${round + 1}.50`) }],
        });
        expect((await read<Page>(`${customer}/timeline?limit=1`, position)).items).toMatchObject([
          { type: 'opportunity.amount-revised', position },
        ]);
        expect(await read(`/v1/opportunities/${made.opportunityId}/stage-history`, position)).toMatchObject({
          amount: eur(`${round + 1}.50`),
        });
        const board = await read<Page<{ count: number }>>('/v1/pipeline?by=pipeline', position);
        expect(board.items[0]!.count).toBe(round + 2);
        const { items } = await server.client.read<Page>(`/v1/streams/opportunity-${made.opportunityId}/events`);
        expect(items.at(-1)).toMatchObject({ position });
      }
    });

    it('beyond the head are told to come back, within a bound, by every route that waits', async () => {
      expect(waiting().length).toBeGreaterThan(20);
      const started = performance.now();
      const answers = await Promise.all(
        waiting().map(async operation => ({
          operation,
          answer: await server.client.get(addressFor(operation) + query(operation), { minPosition: BEYOND }),
        })),
      );
      for (const { operation, answer } of answers) {
        expect([operation.id, answer.status, answer.body['type']]).toEqual([
          operation.id,
          503,
          '/problems/view-behind',
        ]);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(conformance.faults(operation, answer)).toEqual([]);
      }
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    it('are all reads of views: no other route leaves it out', () => {
      const others = gets().filter(one => !waiting().includes(one));
      expect(others.map(one => one.path).sort()).toEqual([
        '/asyncapi.json',
        '/docs-json',
        '/health/live',
        '/health/ready',
        '/metrics',
        '/problems',
        '/problems/{name}',
        '/v1/projections',
        '/v1/projections/{view}/parked',
        // Straight from the event store: it shows what was acknowledged.
        '/v1/streams/{stream}/events',
      ]);
    });
  });

  describe('page by page', () => {
    /** All pages of a list; `between` runs after each. */
    async function pages<T>(path: string, between: (page: number) => Promise<void> = async () => undefined) {
      const seen: T[] = [];
      let next: string | null = null;
      for (let page = 0; page === 0 || next !== null; page += 1) {
        const answer: Page<T> = await server.client.read<Page<T>>(next === null ? path : `${path}&after=${next}`);
        seen.push(...answer.items);
        ({ next } = answer);
        await between(page);
      }
      return seen;
    }

    const register = (name: string) =>
      run('RegisterCustomer', undefined, { kind: 'business', name, ownerId: 'pager', country: 'DE' });

    it('show each customer once while others come, whatever their names', async () => {
      const names = Array.from({ length: 40 }, (_, at) => `Page ${String((at * 17) % 40).padStart(2, '0')}`);
      const before: string[] = [];
      let last = '';
      for (const name of names) ({ id: before[before.length], position: last } = await register(name));
      await server.client.read('/v1/customers', { minPosition: last });
      for (const order of ['name', 'newest', 'untouched']) {
        const seen = await pages<{ customerId: string }>(
          `/v1/customers?ownerId=pager&order=${order}&limit=7`,
          async page => {
            const made = await register(`Page ${String((page * 13) % 40).padStart(2, '0')} new ${order}`);
            await server.client.read('/v1/customers', { minPosition: made.position });
          },
        );
        const ids = seen.map(one => one.customerId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(before.filter(id => !ids.includes(id))).toEqual([]);
      }
    });

    it('show each entry of a timeline once while things are logged, late and now', async () => {
      const customer = { kind: 'business', name: 'Timeline', occurredAt: '2020-01-01T00:00:00Z' };
      const { id } = await run('RegisterCustomer', undefined, customer);
      const log = (occurredAt: string, subject: string) =>
        run('LogInteraction', undefined, {
          customerId: id,
          channel: 'phone',
          direction: 'inbound',
          subject,
          occurredAt,
        });
      // Ties too: many at the same instant.
      const days = Array.from({ length: 45 }, (_, at) => `2026-01-${String(1 + (at % 9)).padStart(2, '0')}T10:00:00Z`);
      let last = '';
      for (const [at, day] of days.entries()) ({ position: last } = await log(day, `Touch ${at}`));
      const path = `/v1/customers/${id}/timeline`;
      const before = (await server.client.read<Page<{ eventId: string }>>(`${path}?limit=200`, { minPosition: last }))
        .items;
      expect(before).toHaveLength(46);
      for (const order of ['newest', 'oldest']) {
        const seen = await pages<{ eventId: string; occurredAt: string }>(
          `${path}?limit=4&order=${order}`,
          async page => {
            // At most one a page, else the last page moves away as fast as it is approached.
            if (page > 12) return;
            const day = `2026-01-${String(1 + ((page * 5) % 9)).padStart(2, '0')}T10:00:00Z`;
            const made = await log(day, `Meanwhile ${page}`);
            await server.client.read(path, { minPosition: made.position });
          },
        );
        const ids = seen.map(one => one.eventId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(before.filter(one => !ids.includes(one.eventId))).toEqual([]);
        const instants = seen.map(one => one.occurredAt);
        const sorted = instants.toSorted((a, b) => (a < b ? -1 : 1));
        expect(instants).toEqual(order === 'oldest' ? sorted : sorted.reverse());
      }
    });

    it('in an order by a date that not all have, list those that have it', async () => {
      const { customerId, productId, callId } = history;
      const unitPrice = { amount: '10.00', currency: 'EUR' };
      const line = { lineId: 'line-1', productId, name: 'GTX Pro', qty: 1, unitPrice, taxPct: 19 };
      await run('PlaceOrder', undefined, { customerId, lines: [line] });
      const mail = { channel: 'email', kind: 'complaint', customerId, subject: 'Late' };
      for (const acknowledgementDueAt of ['2099-01-05T09:00:00Z', '2099-01-04T09:00:00Z'])
        await run('OpenCase', undefined, { ...mail, acknowledgementDueAt });
      await run('LogCall', undefined, {
        direction: 'inbound',
        outcome: 'answered',
        customerId,
        talkSec: 30,
        occurredAt: '2026-03-09T09:00:00Z',
      });
      const last = await run('RequestCallback', callId, { dueAt: '2099-03-02T09:00:00Z' });
      const lists: Readonly<Record<string, (one: never) => unknown>> = {
        '/v1/opportunities?order=stalled': (one: { stalledAt: unknown }) => one.stalledAt,
        '/v1/orders?order=due': (one: { invoices: unknown[] }) => one.invoices[0],
        '/v1/orders?order=promised': (one: { promisedDate: unknown }) => one.promisedDate,
        '/v1/calls?order=callback': (one: { callback: unknown }) => one.callback,
        '/v1/cases?order=acknowledge': (one: { complaint: Json | null }) => one.complaint?.['acknowledgementDueAt'],
      };
      for (const [path, dateOf] of Object.entries(lists)) {
        const [list = ''] = path.split('?');
        await server.client.read(list, { minPosition: last.position });
        const all = await pages<never>(`${list}?limit=200`);
        const expected = all.filter(one => Boolean(dateOf(one)));
        expect([path, expected.length > 0, expected.length < all.length]).toEqual([path, true, true]);
        const sorted = (items: readonly never[]) => items.map(one => JSON.stringify(one)).sort();
        expect([path, sorted(await pages(`${path}&limit=1`))]).toEqual([path, sorted(expected)]);
      }
    });

    it('compare amounts within a currency', async () => {
      const { customerId } = history;
      const open = (amount: string, currency: string) =>
        run('OpenOpportunity', undefined, { customerId, name: 'Compared', amount: { amount, currency } });
      await open('12.500', 'KWD');
      await open('5000.00', 'USD');
      const { position } = await open('900.000', 'KWD');
      const { items } = await server.client.read<Page>(
        `/v1/opportunities?customerId=${customerId}&currency=KWD&order=amount`,
        { minPosition: position },
      );
      expect(items.map(one => one['amount'])).toEqual([
        { amount: '900.000', currency: 'KWD' },
        { amount: '12.500', currency: 'KWD' },
      ]);
    });

    it('know no stream that is not there, wherever they begin', async () => {
      for (const from of ['', '?from=0', '?from=3', '?direction=backwards', '?direction=backwards&from=3']) {
        const { status } = await server.client.get(`/v1/streams/customer-nobody/events${from}`);
        expect([from, status]).toEqual([from, 404]);
      }
      const beyond = await server.client.read(`/v1/streams/customer-${history.customerId}/events?from=1000`);
      expect(beyond).toEqual({ items: [], next: null });
    });

    it('go through a stream both ways', async () => {
      const path = `/v1/streams/customer-${history.customerId}/events`;
      type Streamed = { items: { revision: number }[]; next: number | null };
      for (const direction of ['forwards', 'backwards']) {
        const seen: number[] = [];
        for (let from: number | null | undefined; from !== null;) {
          const start: string = from === undefined ? '' : `&from=${from}`;
          const page: Streamed = await server.client.read(`${path}?limit=4&direction=${direction}${start}`);
          seen.push(...page.items.map(one => one.revision));
          from = page.next;
        }
        const all = Array.from(seen, (_, at) => at);
        expect(seen).toEqual(direction === 'forwards' ? all : all.reverse());
        expect(seen.length).toBeGreaterThan(10);
      }
    });
  });

  it('find customers by words of any script, by number and by address', async () => {
    for (const filter of [
      'q=上海',
      'q=貿易 R1',
      'q=stras',
      'code=c-r1',
      'externalRef=erp:E-R1',
      'phone=%2B4930901820',
      'phone=%2B491701234567',
      'email=Office@MUSTER.example',
    ]) {
      const { items } = await server.client.read<Page>(`/v1/customers?${filter}`);
      expect([filter, items.some(one => one['customerId'] === history.customerId)]).toEqual([filter, true]);
    }
  });

  it('find contacts, and who calls or writes, whatever the case of the letters and the form of the number', async () => {
    const filters = ['phone=%2B491701234567', 'phone=+49 170 1234567', 'email=Erika@MUSTER.example'];
    for (const filter of filters) {
      const { items } = await server.client.read<Page>(`/v1/contacts?${filter}`);
      expect([filter, items.some(one => one['contactId'] === history.contactId)]).toEqual([filter, true]);
      const pop = await server.client.read<{ contacts: Json[]; customers: Json[] }>(`/v1/screen-pop?${filter}`);
      expect([filter, pop.contacts.some(one => one['contactId'] === history.contactId)]).toEqual([filter, true]);
      expect([filter, pop.customers.some(one => one['customerId'] === history.customerId)]).toEqual([filter, true]);
    }
  });
});
