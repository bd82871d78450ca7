import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressOf, Api, commander, type Operation } from '../fixtures/api.js';
import { Conformance } from '../fixtures/conformance.js';
import { makeHistory, type History } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

interface RawEvent {
  readonly id: string;
  readonly type: string;
  readonly position: string;
  readonly recordedAt: string;
  readonly metadata: { readonly occurredAt: string; readonly customerId?: string };
  readonly data: Readonly<Record<string, unknown>>;
}
interface Cut {
  readonly asOf?: string;
  readonly knownAt?: string;
}
/** The little of a customer that this test follows, by rules of its own. */
interface Known {
  readonly name: string;
  readonly tier: string | null;
  readonly ownerId: string | null;
  readonly onHold: boolean;
  readonly open: readonly string[];
  readonly interactions: number;
  readonly won: number;
}

const isWithin = ({ asOf, knownAt }: Cut, { recordedAt, metadata }: RawEvent) =>
  (asOf === undefined || metadata.occurredAt <= asOf) && (knownAt === undefined || recordedAt <= knownAt);

/** The truth by hand: what the events that count say, one after the other. */
function known(events: readonly RawEvent[], cut: Cut): Known | undefined {
  let state: Known | undefined;
  for (const { type, data } of events.filter(event => isWithin(cut, event))) {
    if (type === 'customer.registered')
      state = {
        name: String(data['name']),
        tier: null,
        ownerId: (data['ownerId'] as string | undefined) ?? null,
        onHold: false,
        open: [],
        interactions: 0,
        won: 0,
      };
    if (state === undefined) continue;
    const id = String(data['opportunityId']);
    const changes: Readonly<Record<string, (was: Known) => Partial<Known>>> = {
      'customer.tier-changed': () => ({ tier: String(data['to']) }),
      'customer.owner-assigned': () => ({ ownerId: String(data['to']) }),
      'customer.credit-hold-placed': () => ({ onHold: true }),
      'customer.credit-hold-released': () => ({ onHold: false }),
      'interaction.logged': was => ({ interactions: was.interactions + 1 }),
      'opportunity.opened': was => ({ open: [...was.open, id] }),
      'opportunity.won': was => ({ open: was.open.filter(one => one !== id), won: was.won + 1 }),
      'opportunity.lost': was => ({ open: was.open.filter(one => one !== id) }),
    };
    state = { ...state, ...changes[type]?.(state) };
  }
  return state;
}

describe('the past of a customer', () => {
  let server: TestServer;
  let customerId: string;
  let events: readonly RawEvent[];
  let path: string;

  beforeAll(async () => {
    server = await TestServer.start();
    const run = commander(server.client, await Api.of(server.client));
    const at = (date: string) => ({ occurredAt: `${date}T12:00:00.000Z` });
    const reason = 'x';
    const customer = { kind: 'business', name: 'Acme', ownerId: 'ann', country: 'DE', ...at('2024-01-01') };
    ({ id: customerId } = await run('RegisterCustomer', undefined, customer));
    const { id: other } = await run('RegisterCustomer', undefined, { ...customer, name: 'Other' });
    path = `/v1/customers/${customerId}`;
    const touch = { customerId, channel: 'phone', direction: 'inbound', subject: 'Call' };
    const deal = { customerId, name: 'Deal', ownerId: 'ann', amount: { amount: '100.00', currency: 'EUR' } };

    await run('ChangeTier', customerId, { tier: 'gold', reason, ...at('2024-03-01') });
    await run('LogInteraction', undefined, { ...touch, ...at('2024-04-01') });
    const { id: first } = await run('OpenOpportunity', undefined, { ...deal, ...at('2024-05-01') });
    await run('PlaceCreditHold', customerId, { reason, ...at('2024-05-15') });
    await run('ReleaseCreditHold', customerId, { reason, ...at('2024-06-15') });
    await run('AssignOwner', customerId, { ownerId: 'bob', reason, ...at('2024-07-01') });
    const { id: second } = await run('OpenOpportunity', undefined, { ...deal, ...at('2024-07-10') });
    await run('WinOpportunity', first, { reasons: ['Price'], ...at('2024-08-01') });
    // Learnt late: what happened before what was recorded already.
    await run('LogInteraction', undefined, { ...touch, ...at('2024-02-01') });
    await run('LogInteraction', undefined, { ...touch, ...at('2024-07-31') });
    await run('ChangeTier', customerId, { tier: 'silver', reason, ...at('2024-02-15') });
    await run('LoseOpportunity', second, { reason: 'Price', ...at('2024-09-01') });
    await run('LogInteraction', undefined, { ...touch, customerId: other, ...at('2024-07-01') });
    const last = await run('LogInteraction', undefined, { ...touch, ...at('2024-10-01') });

    await server.client.read(path, { minPosition: last.position });
    const streams = [`customer-${customerId}`, `opportunity-${first}`, `opportunity-${second}`];
    const timeline = await server.client.read<{ items: { stream: string }[] }>(`${path}/timeline?limit=200`);
    const all = new Set([...streams, ...timeline.items.map(one => one.stream)]);
    const raw = await Promise.all(
      [...all].map(async name => {
        const { items } = await server.client.read<{ items: RawEvent[] }>(`/v1/streams/${name}/events?limit=1000`);
        return items.filter(event => event.metadata.customerId === customerId);
      }),
    );
    events = raw.flat().sort((a, b) => Number(BigInt(a.position) - BigInt(b.position)));
  });
  afterAll(() => server.dispose());

  const query = (cut: Cut) => new URLSearchParams({ ...cut }).toString();
  const asked = (cut: Cut, of = '') => server.client.get<Record<string, never>>(`${path}${of}?${query(cut)}`);

  function shown(body: Readonly<Record<string, never>>): Known {
    const { profile, tier, ownerId, credit, openOpportunities, counts } = body as unknown as {
      profile: { name: string };
      tier: string | null;
      ownerId: string | null;
      credit: { hold: unknown };
      openOpportunities: { id: string }[];
      counts: { interactions: number; won: number };
    };
    return {
      name: profile.name,
      tier,
      ownerId,
      onHold: credit.hold !== null,
      open: openOpportunities.map(one => one.id).sort(),
      interactions: counts.interactions,
      won: counts.won,
    };
  }

  /** A moment before, at and after each instant that matters. */
  const around = (instants: readonly string[]) =>
    [...new Set(instants)].flatMap(instant =>
      [-1, 0, 1].map(millis => new Date(Date.parse(instant) + millis).toISOString()),
    );

  it('is known from facts that were logged late too', () => {
    const happened = events.map(event => event.metadata.occurredAt);
    expect(happened).not.toEqual(happened.toSorted());
    expect(events).toHaveLength(15);
  });

  it('is what folding the events within the cut gives, at every instant that matters', async () => {
    const happened = around(events.map(event => event.metadata.occurredAt));
    const recorded = around(events.map(event => event.recordedAt));
    const cuts: Cut[] = [
      ...happened.map(asOf => ({ asOf })),
      ...recorded.map(knownAt => ({ knownAt })),
      ...happened.map((asOf, at) => ({ asOf, knownAt: recorded[(at * 7) % recorded.length]! })),
    ];
    for (const cut of cuts) {
      const { status, body } = await asked(cut);
      expect([200, 404]).toContain(status);
      expect({ cut, known: status === 404 ? undefined : shown(body) }).toEqual({ cut, known: known(events, cut) });

      const timeline = await asked(cut, '/timeline');
      const { items } = timeline.body as unknown as { items: { eventId: string }[] };
      const within = events.filter(event => isWithin(cut, event));
      expect({ cut, ids: items.map(one => one.eventId).sort() }).toEqual({
        cut,
        ids: within.map(one => one.id).sort(),
      });
    }
  });

  it('shows what happened before the registration in the timeline alone', async () => {
    const customer = { kind: 'business', name: 'Late', occurredAt: '2024-05-01T00:00:00Z' };
    const { id } = await server.client.write('/v1/customers', customer);
    const letter = { customerId: id, channel: 'letter', direction: 'inbound', subject: 'Before' };
    const { position } = await server.client.write('/v1/interactions', {
      ...letter,
      occurredAt: '2024-04-20T00:00:00Z',
    });
    const entriesAsOf = async (asOf: string) => {
      const address = `/v1/customers/${id}/timeline?asOf=${asOf}`;
      const { status, body } = await server.client.get<{ items: unknown[] }>(address, { minPosition: position });
      return [status, body.items.length];
    };
    expect(await entriesAsOf('2024-04-19')).toEqual([200, 0]);
    expect(await entriesAsOf('2024-04-20')).toEqual([200, 1]);
    expect(await entriesAsOf('2024-05-01')).toEqual([200, 2]);
    expect((await server.client.get(`/v1/customers/${id}?asOf=2024-04-20`)).status).toBe(404);
  });

  it('tells what was so from what we knew', async () => {
    // By summer the customer had rung on 1 February; nobody had logged it.
    const lastOnTime = events.find(event => event.type === 'opportunity.won')!;
    const inSummer = { asOf: '2024-06-30T00:00:00Z' };
    expect(shown((await asked(inSummer)).body)).toMatchObject({ interactions: 2, tier: 'silver' });
    const then = { ...inSummer, knownAt: lastOnTime.recordedAt };
    expect(shown((await asked(then)).body)).toMatchObject({ interactions: 1, tier: 'gold' });
  });

  it('takes a date as the end of that day, and any offset', async () => {
    const day = await asked({ asOf: '2024-07-01' });
    for (const asOf of ['2024-07-01T23:59:59.999Z', '2024-07-02T01:59:59.999+02:00', '2024-07-01T16:59:59.999-07:00'])
      expect((await asked({ asOf })).body).toEqual(day.body);
    expect(shown(day.body)).toMatchObject({ ownerId: 'bob' });
    expect(shown((await asked({ asOf: '2024-06-30' })).body)).toMatchObject({ ownerId: 'ann' });
  });

  it('is the present where the cut is now', async () => {
    const now = new Date().toISOString();
    const present = await server.client.get(path);
    for (const cut of [{ asOf: now }, { knownAt: now }, { asOf: now, knownAt: now }]) {
      const past = await asked(cut);
      expect(past.body).toEqual(present.body);
      expect(past.headers.get('etag')).toBe(present.headers.get('etag'));
      const { items } = await server.client.read<{ items: unknown[] }>(`${path}/timeline`);
      expect((await asked(cut, '/timeline')).body).toMatchObject({ items });
    }
  });

  it('holds what was acknowledged a moment ago', async () => {
    const touch = {
      customerId,
      channel: 'phone',
      direction: 'inbound',
      subject: 'Now',
      occurredAt: '2024-11-01T00:00:00Z',
    };
    for (let round = 0; round < 20; round += 1) {
      await server.client.write('/v1/interactions', touch);
      const { body } = await asked({ asOf: '2024-12-01' });
      expect(shown(body).interactions).toBe(5 + round);
    }
  });
});

describe('the past of a record', () => {
  let server: TestServer;
  let api: Api;
  let conformance: Conformance;
  let history: History;

  beforeAll(async () => {
    server = await TestServer.start();
    api = await Api.of(server.client);
    conformance = new Conformance(api);
    history = await makeHistory(server.client, api, 'PAST');
  });
  afterAll(() => server.dispose());

  const asked = (operation: Operation, id: string, cut: Cut = {}) =>
    server.client.get(`${addressOf(operation, id)}?${new URLSearchParams({ ...cut }).toString()}`, {
      minPosition: history.position,
    });

  it.each([
    ['getContact', 'contact', () => history.contactId],
    ['getInteraction', 'interaction', () => history.interactionId],
    ['getInteraction', 'interaction', () => history.visitId],
    ['getOpportunity', 'opportunity', () => history.opportunityId],
    ['getOpportunity', 'opportunity', () => history.wonId],
    ['getStageHistory', 'opportunity', () => history.wonId],
    ['getSalesProcess', 'sales-process', () => 'default'],
    ['getQuote', 'quote', () => history.quoteId],
    ['getOrder', 'order', () => history.orderId],
    ['getProduct', 'product', () => history.productId],
    ['getPriceBook', 'price-book', () => history.priceBookId],
    ['getCase', 'case', () => history.caseId],
    ['getCall', 'call', () => history.callId],
    ['getImport', 'import-batch', () => history.importId],
  ])('%s is what its %s’s events within the cut give', async (name, aggregate, idOf) => {
    const operation = api.operation(name);
    const id = idOf();
    const { items: events } = await server.client.read<{ items: (RawEvent & { revision: number })[] }>(
      `/v1/streams/${aggregate}-${id}/events?limit=1000`,
    );
    const present = await asked(operation, id);
    const before = (instant: string) => new Date(Date.parse(instant) - 1).toISOString();
    const instants = events.flatMap(({ recordedAt, metadata: { occurredAt } }) => [
      { asOf: occurredAt },
      { asOf: before(occurredAt) },
      { knownAt: recordedAt },
      { knownAt: before(recordedAt) },
    ]);
    for (const cut of instants) {
      const past = await asked(operation, id, cut);
      const within = events.filter(event => isWithin(cut, event));
      const last = within.at(-1);
      const began = within[0]?.revision === 0;
      expect({ cut, status: past.status, faults: conformance.faults(operation, past) }).toEqual({
        cut,
        status: began ? 200 : 404,
        faults: [],
      });
      expect(past.body['revision']).toBe(began && 'revision' in present.body ? last!.revision : undefined);
      expect(past.headers.get('x-view-position')).toBe(began ? last!.position : null);
    }
    const now = new Date().toISOString();
    for (const cut of [{ asOf: now }, { knownAt: now }, { asOf: now, knownAt: now }]) {
      const past = await asked(operation, id, cut);
      expect(past.body).toEqual(present.body);
      for (const header of ['etag', 'x-view-position'])
        expect(past.headers.get(header)).toBe(present.headers.get(header));
    }
  });

  it('is served for everything that is read by its id', () => {
    const byId = api.operations.filter(
      one => one.method === 'GET' && /^\/v1\/(?!projections|streams|import-runs)[^{]+\{id\}/.test(one.path),
    );
    const taking = byId.filter(one =>
      ['asOf', 'knownAt'].every(cut => one.parameters.some(({ name }) => name === cut)),
    );
    expect(taking).toHaveLength(14);
    expect(taking.map(one => one.id)).toEqual(byId.map(one => one.id));
  });

  it('tells where a deal stood and whether it was stalled then', async () => {
    const deal = async (asOf: string) =>
      (await asked(api.operation('getOpportunity'), history.opportunityId, { asOf })).body;
    expect(await deal('2026-02-09')).toMatchObject({
      stageId: 'qualification',
      lines: [],
      competitors: [],
      stalled: false,
    });
    expect(await deal('2026-02-10')).toMatchObject({ stageId: 'proposal', lines: [], stakeholders: [] });
    expect(await deal('2026-02-11')).toMatchObject({ stageId: 'proposal', lines: [{ qty: 10 }], nextStep: null });
    const order = await asked(api.operation('getOrder'), history.orderId, { asOf: '2026-03-19' });
    expect(order.body).toMatchObject({ status: 'confirmed', money: { paid: { amount: '0.00' } } });
  });
});
