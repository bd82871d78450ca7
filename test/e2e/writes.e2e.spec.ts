import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@touchstream/events';
import { addressOf, Api, commander, type Commander } from '../fixtures/api.js';
import type { Answer, CommandAnswer } from '../fixtures/client.js';
import { makeHistory, type History } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

interface Refusal {
  readonly type: string;
  readonly status: number;
  readonly code?: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string }[];
}
const asRefusal = (answer: Answer<CommandAnswer>) => answer.body as unknown as Refusal;

/** How many answers have each status. */
function tallyOf(answers: readonly Answer<CommandAnswer>[]): Record<number, number> {
  const tally: Record<number, number> = {};
  for (const { status } of answers) tally[status] = (tally[status] ?? 0) + 1;
  return tally;
}

describe('writes', () => {
  let server: TestServer;
  let api: Api;
  let history: History;
  let run: Commander;

  beforeAll(async () => {
    server = await TestServer.start();
    api = await Api.of(server.client);
    history = await makeHistory(server.client, api, 'W');
    run = commander(server.client, api);
  });
  afterAll(() => server.dispose());

  const post = (name: string, id: string | undefined, body: object, more = {}) =>
    server.client.post(addressOf(api.command(name), ...(id === undefined ? [] : [id])), body, more);
  const newCustomer = async () => {
    const customer = { kind: 'business', name: 'Acme', country: 'DE', occurredAt: '2026-01-01T00:00:00Z' };
    return (await run('RegisterCustomer', undefined, customer)).id;
  };
  const lengthOf = async (stream: string) =>
    (await server.standalone.eventStore.readStream(stream, { direction: 'forwards', limit: 100 })).length;

  describe('repeated with the same key', () => {
    it('give the same answer and no second event, after other changes and after a restart', async () => {
      const id = await newCustomer();
      const sent = [
        { name: 'RegisterCustomer', id: undefined, body: { kind: 'business', name: 'Once', code: 'ONCE-1' } },
        { name: 'ChangeTier', id, body: { tier: 'gold', reason: 'Frame contract' } },
        { name: 'AssignOwner', id, body: { ownerId: 'bob', reason: 'New territory' } },
        {
          name: 'OpenOpportunity',
          id: undefined,
          body: { customerId: id, name: 'Deal', amount: { amount: '10', currency: 'EUR' }, ownerId: 'ann' },
        },
        // A natural key instead of a made-up id.
        { name: 'PublishSalesProcess', id: undefined, body: api.example('PublishSalesProcess') },
      ].map(one => ({ ...one, key: `key ${one.name}`.replace(' ', '-') }));
      const first = await Promise.all(sent.map(one => post(one.name, one.id, one.body, { key: one.key })));
      for (const { status, headers } of first)
        expect([status < 300, headers.get('idempotency-replayed')]).toEqual([true, null]);
      await run('ChangeTier', id, { tier: 'silver', reason: 'Sales fell' });
      await run('AssignOwner', id, { ownerId: 'eve', reason: 'Back' });
      const head = await server.head();

      const again = async () => {
        for (const [at, { name, id: of, body, key }] of sent.entries()) {
          // The order of the fields is not the content.
          const reordered = Object.fromEntries(Object.entries(body).reverse());
          const answer = await post(name, of, reordered, { key });
          expect(answer.body).toEqual(first[at]!.body);
          expect(answer.headers.get('idempotency-replayed')).toBe('true');
          expect(answer.headers.get('etag')).toBe(first[at]!.headers.get('etag'));
          expect(answer.status).toBe(first[at]!.status);
          expect(answer.headers.get('location')).toBe(first[at]!.headers.get('location'));
        }
      };
      await again();
      await server.restart();
      run = commander(server.client, api);
      await again();
      expect(await server.head()).toBe(head);
    });

    it('are refused where the content is another', async () => {
      const id = await newCustomer();
      const key = uuidv7();
      await run('ChangeTier', id, { tier: 'gold', reason: 'Frame contract' }, { key });
      const head = await server.head();
      for (const [name, body] of [
        ['ChangeTier', { tier: 'silver', reason: 'Frame contract' }],
        ['ChangeTier', { tier: 'gold', reason: 'Frame contract', comment: 'by phone' }],
        ['AssignOwner', { ownerId: 'bob', reason: 'x' }],
      ] as const) {
        const answer = await post(name, id, body, { key });
        expect(asRefusal(answer)).toMatchObject({ status: 422, type: '/problems/idempotency-key-reused' });
      }
      expect(await server.head()).toBe(head);
      const made = uuidv7();
      const once = await run('RegisterCustomer', undefined, { kind: 'business', name: 'Made' }, { key: made });
      const other = await post('RegisterCustomer', undefined, { kind: 'person', name: 'Made' }, { key: made });
      expect(asRefusal(other)).toMatchObject({ status: 422, type: '/problems/idempotency-key-reused' });
      expect(await lengthOf(`customer-${once.id}`)).toBe(1);
    });

    it('have one effect where fifty come at once', async () => {
      const id = await newCustomer();
      for (const [name, of, body] of [
        ['RegisterCustomer', undefined, { kind: 'person', name: 'Fifty', code: 'FIFTY' }],
        ['ChangeTier', id, { tier: 'gold', reason: 'Frame contract' }],
      ] as const) {
        const key = uuidv7();
        const answers = await Promise.all(Array.from({ length: 50 }, () => post(name, of, body, { key })));
        expect(new Set(answers.map(answer => answer.status)).size).toBe(1);
        for (const { body: one } of answers) expect(one).toEqual(answers[0]!.body);
        expect(answers.filter(answer => answer.headers.get('idempotency-replayed') === null)).toHaveLength(1);
        expect(await lengthOf(`customer-${answers[0]!.body.id}`)).toBe(answers[0]!.body.revision + 1);
      }
    });
  });

  it('tell where the record that they made can be read, and nowhere else', async () => {
    const customer = await post('RegisterCustomer', undefined, { kind: 'business', name: 'Acme', ownerId: 'ann' });
    expect([customer.status, customer.headers.get('location')]).toEqual([201, `/v1/customers/${customer.body.id}`]);
    const body = { from: 'ann', to: 'bob', customerIds: [customer.body.id] };
    const handOver = await post('HandOverPortfolio', undefined, body);
    expect([handOver.status, handOver.headers.get('location')]).toEqual([201, null]);
  });

  describe('by someone who has seen a revision', () => {
    it('are refused when the record has changed since', async () => {
      const id = await newCustomer();
      const read = await server.client.get(`/v1/customers/${id}`, { minPosition: await server.head() });
      const ifMatch = read.headers.get('etag')!;
      expect(ifMatch).toBe('"0"');
      const first = await post('ChangeTier', id, { tier: 'gold', reason: 'x' }, { ifMatch });
      expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
      const head = await server.head();
      const stale = await post('ChangeTier', id, { tier: 'silver', reason: 'x' }, { ifMatch });
      expect(asRefusal(stale)).toMatchObject({ status: 412, type: '/problems/stale-revision' });
      expect(await server.head()).toBe(head);
      for (const [at, tag] of ['"1"', 'W/"2"', '*'].entries()) {
        const answer = await post('AssignOwner', id, { ownerId: `owner-${at}`, reason: 'x' }, { ifMatch: tag });
        expect(answer.status).toBe(200);
      }
    });

    it('win once where twenty try at once', async () => {
      const id = await newCustomer();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          post('AssignOwner', id, { ownerId: `owner-${at}`, reason: 'x' }, { ifMatch: '"0"' }),
        ),
      );
      expect(tallyOf(answers)).toEqual({ 200: 1, 412: 19 });
    });

    it('get its tag from every write and every read of one record', async () => {
      const minPosition = history.position;
      for (const [path, revisioned] of [
        ['customers', history.customerId],
        ['contacts', history.contactId],
        ['interactions', history.interactionId],
        ['opportunities', history.opportunityId],
        ['quotes', history.quoteId],
        ['orders', history.orderId],
        ['products', history.productId],
        ['price-books', history.priceBookId],
        ['cases', history.caseId],
        ['calls', history.callId],
        ['imports', history.importId],
        ['sales-processes', 'default'],
      ]) {
        const { headers, body } = await server.client.get(`/v1/${path}/${revisioned}`, { minPosition });
        expect([path, headers.get('etag')]).toEqual([path, `"${String(body['revision'])}"`]);
      }
      const note = { visibility: 'internal', text: 'A note.' };
      const written = await post('AddCaseNote', history.caseId, note);
      expect(written.headers.get('etag')).toBe(`"${written.body.revision}"`);
      const read = await server.client.get(`/v1/cases/${history.caseId}`, { minPosition: written.body.position });
      expect(read.headers.get('etag')).toBe(written.headers.get('etag'));
      const next = await post('AddCaseNote', history.caseId, note, { ifMatch: read.headers.get('etag')! });
      expect(next.status).toBe(200);
    });
  });

  describe('that the rules forbid', () => {
    const nobody = 'nobody';
    const amount = { amount: '1', currency: 'EUR' };
    it.each([
      ['ChangeOpportunityStage', 'wonId', { stageId: 'proposal' }, undefined],
      ['WinOpportunity', 'wonId', { amount: { amount: '2', currency: 'EUR' } }, undefined],
      ['AddQuoteLine', 'quoteId', { productId: 'p', qty: 1, taxPct: 0 }, undefined],
      ['AcceptQuote', 'quoteId', { version: 9 }, '/version'],
      ['RecordDelivery', 'orderId', { shipmentId: 'ship-9' }, '/shipmentId'],
      ['ConfirmResolution', 'caseId', {}, undefined],
      ['CloseCase', 'caseId', {}, undefined],
      ['SetParentCustomer', 'customerId', { parentId: nobody }, '/parentId'],
      ['LinkToCustomer', 'contactId', { customerId: nobody, role: 'x' }, '/customerId'],
      ['OpenOpportunity', undefined, { customerId: nobody, name: 'x', ownerId: 'ann', amount }, '/customerId'],
    ] as const)('are refused with the rule: %s', async (name, of, body, field) => {
      const head = await server.head();
      const answer = await post(name, of === undefined ? undefined : history[of], body);
      expect(asRefusal(answer)).toMatchObject({
        status: 422,
        type: '/problems/rule-violated',
        code: expect.stringMatching(/^[a-z][a-z-]+$/),
        ...(field === undefined ? {} : { errors: [{ pointer: field }] }),
      });
      expect(await server.head()).toBe(head);
    });

    it('are not found for a record that is not there', async () => {
      const unknown = uuidv7();
      for (const operation of api.commands.filter(one => one.path.includes('{id}'))) {
        const answer = await server.client.post(addressOf(operation, unknown), api.example(operation.id));
        expect([operation.id, answer.status, asRefusal(answer).type]).toEqual([
          operation.id,
          404,
          '/problems/not-found',
        ]);
      }
    });
  });

  describe('of what only one may have', () => {
    const product = { name: 'GTX', uom: 'piece', taxClass: 'standard', serialised: false };
    const order = () => ({
      customerId: history.customerId,
      lines: [
        {
          lineId: 'l',
          productId: history.productId,
          name: 'GTX',
          qty: 1,
          unitPrice: { amount: '1', currency: 'EUR' },
          taxPct: 0,
        },
      ],
      number: 'ORD-1',
    });
    const quote = () => ({
      customerId: history.customerId,
      validUntil: '2030-01-01',
      currency: 'EUR',
      number: 'QUO-1',
    });
    it.each([
      ['a customer’s code', 'RegisterCustomer', () => ({ kind: 'business', name: 'A', code: 'TAKEN' }), '/code'],
      [
        'an external reference',
        'RegisterCustomer',
        () => ({ kind: 'business', name: 'A', externalRefs: [{ system: 'erp', id: '1' }] }),
        '/externalRefs',
      ],
      ['an SKU', 'IntroduceProduct', () => ({ ...product, sku: 'SKU-1' }), '/sku'],
      ['a quote’s number', 'DraftQuote', quote, '/number'],
      ['an order’s number', 'PlaceOrder', order, '/number'],
    ])('are taken once where twenty try at once, then by nobody: %s', async (_, name, bodyOf, field) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(name, undefined, bodyOf())));
      expect(tallyOf(answers)).toEqual({ 201: 1, 409: 19 });
      const late = await post(name, undefined, bodyOf());
      expect(asRefusal(late)).toMatchObject({
        status: 409,
        type: '/problems/already-exists',
        code: expect.stringMatching(/-taken$/),
      });
      expect(asRefusal(late).errors?.map(one => one.pointer.startsWith(field))).toEqual([true]);
    });
  });

  it('find a code taken in other letters too', async () => {
    await run('RegisterCustomer', undefined, { kind: 'business', name: 'A', code: 'Letters' });
    const answer = await post('RegisterCustomer', undefined, { kind: 'business', name: 'B', code: 'lETTERS' });
    expect(asRefusal(answer)).toMatchObject({ status: 409, type: '/problems/already-exists' });
  });

  it('tell who acted, for whom, when and why, in the events', async () => {
    const id = await newCustomer();
    await run(
      'ChangeTier',
      id,
      {
        tier: 'gold',
        reason: 'Frame contract',
        occurredAt: '2026-03-01T10:00:00+01:00',
        channel: 'phone',
        source: 'erp',
        reasonCode: 'yearly-review',
        comment: 'As agreed.',
      },
      { actor: 'integration:erp', headers: { 'x-on-behalf-of': 'ann', 'x-correlation-id': 'corr-1' } },
    );
    const { items } = await server.client.read<{ items: Record<string, unknown>[] }>(
      `/v1/streams/customer-${id}/events`,
    );
    expect(items[1]).toMatchObject({
      type: 'customer.tier-changed',
      revision: 1,
      metadata: {
        actor: { id: 'erp', kind: 'integration', onBehalfOf: 'ann' },
        occurredAt: '2026-03-01T09:00:00.000Z',
        channel: 'phone',
        source: 'erp',
        reasonCode: 'yearly-review',
        comment: 'As agreed.',
        correlationId: 'corr-1',
        customerId: id,
        tenantId: 'main',
      },
    });
  });
});
