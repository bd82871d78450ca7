import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, commander, type Commander } from '../fixtures/api.js';
import { EventStream } from '../fixtures/event-stream.js';
import { makeHistory } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

describe('live events', () => {
  let server: TestServer;
  let api: Api;
  let run: Commander;

  beforeAll(async () => {
    server = await TestServer.start();
    api = await Api.of(server.client);
    run = commander(server.client, api);
  });
  afterAll(() => server.dispose());

  const subscribe = (query = '', headers = {}) => EventStream.open(`${server.url}/v1/events${query}`, headers);
  const register = (name = 'Acme') =>
    run('RegisterCustomer', undefined, { kind: 'business', name, email: 'erika@muster.example', country: 'DE' });
  const touch = (customerId: string, subject = 'Call') =>
    run('LogInteraction', undefined, { customerId, channel: 'phone', direction: 'inbound', subject });
  const idsOf = (stream: EventStream) => stream.events.map(one => one.data['id']);

  it('come as CloudEvents as they happen, and only those', async () => {
    await register('Before');
    const stream = await subscribe();
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const made = await register();
    const touched = await touch(made.id);
    await stream.until(events => events.length >= 2);
    await stream.close();
    expect(stream.events).toMatchObject([
      {
        event: expect.stringContaining('customer.registered'),
        data: {
          specversion: '1.0',
          id: made.events[0]!.id,
          datacontenttype: 'application/json',
          data: expect.anything(),
        },
      },
      { event: expect.stringContaining('interaction.logged'), data: { id: touched.events[0]!.id } },
    ]);
  });

  it('go on after the last one seen, without loss or repetition, while writes go on', async () => {
    const first = await subscribe();
    const expected: string[] = [];
    const { id } = await register();
    await first.until(events => events.length === 1);
    const writing = (async () => {
      for (let at = 0; at < 150; at += 1) expected.push((await touch(id, `Touch ${at}`)).events[0]!.id);
    })();
    const seen: unknown[] = [];
    let last = first.events.at(-1)!.id;
    await first.close();
    let connections = 0;
    while (seen.length < 150) {
      const stream = await subscribe('', { 'last-event-id': last });
      connections += 1;
      // A few at a time, then the connection is lost; what arrived by then counts.
      await stream.until(events => events.length >= 5 || seen.length + events.length >= 150);
      await stream.close();
      seen.push(...idsOf(stream));
      last = stream.events.at(-1)?.id ?? last;
    }
    await writing;
    expect(seen).toEqual(expected);
    expect(connections).toBeGreaterThan(5);
  });

  it('can be had from the start, after a restart too', async () => {
    const before = await subscribe('?from=start');
    const { id } = await register('From the start');
    const { events } = await touch(id);
    await before.until(all => all.at(-1)?.data['id'] === events[0]!.id);
    await before.close();
    await server.restart();
    run = commander(server.client, api);
    const after = await subscribe('?from=start');
    await after.until(all => all.length >= before.events.length);
    await after.close();
    expect(after.events.slice(0, before.events.length)).toEqual(before.events);
    expect(new Set(idsOf(after)).size).toBe(after.events.length);
  });

  it('come of some types or of one customer only, where asked', async () => {
    const [mine, other] = [await register('Mine'), await register('Other')];
    const typed = await subscribe('?from=end');
    const all = await subscribe();
    const ofMine = await subscribe(`?customerId=${mine.id}`);
    const last = [await touch(mine.id), await touch(other.id), await touch(mine.id, 'Last')].at(-1)!;
    const { id: closing } = await register('Closing');
    const isLast = (events: readonly { data: Readonly<Record<string, unknown>> }[]) =>
      events.some(one => one.data['id'] === last.events[0]!.id);
    await Promise.all([all.until(isLast), ofMine.until(isLast), typed.until(events => events.length >= 4)]);
    const type = all.events[0]!.event;
    const touches = await subscribe(`?types=${type}`, { 'last-event-id': String(BigInt(all.events[0]!.id) - 1n) });
    await touches.until(events => events.length >= 3);
    await Promise.all([typed, all, ofMine, touches].map(stream => stream.close()));
    expect(ofMine.events).toHaveLength(2);
    expect(touches.events.map(one => one.event)).toEqual([type, type, type]);
    expect(typed.events.map(one => one.event).filter(one => one !== type)).toHaveLength(1);
    expect(closing).toBeDefined();
  });

  it.each([
    'customer.registered',
    'foo',
    ',',
    'crm.customer.registered.v1,',
    'crm.customer.registered.v2',
    'crm.nothing.v1',
  ])('of a type that is not published are refused: %s', async types => {
    const { status, body } = await server.client.get<{ errors: unknown }>(`/v1/events?types=${types}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: '/problems/validation-failed', errors: [{ parameter: 'types' }] });
  });

  it('carry nothing personal', async () => {
    const stream = await subscribe();
    const made = await makeHistory(server.client, api, 'PERSONAL');
    const marks = (
      await server.client.write('/v1/products', { sku: 'END', name: 'End', uom: 'x', taxClass: 'x', serialised: false })
    ).events;
    await stream.until(events => events.some(one => one.data['id'] === marks[0]!.id));
    await stream.close();
    expect(stream.events.length).toBeGreaterThan(50);
    const text = JSON.stringify(stream.events);
    expect(text).toContain(made.customerId);
    for (const personal of [
      'Erika',
      'erika@',
      'ffice@',
      '901820',
      '1234567',
      'Hauptstraße',
      'DE89',
      'DE123456789',
      'PERSONAL 上海',
    ])
      expect({ personal, found: text.includes(personal) }).toEqual({ personal, found: false });
  });

  it('end when the server stops, at once', async () => {
    const streams = await Promise.all(Array.from({ length: 5 }, () => subscribe()));
    const started = performance.now();
    await Promise.all([server.restart(), ...streams.map(stream => stream.ended())]);
    expect(performance.now() - started).toBeLessThan(8_000);
    run = commander(server.client, api);
  });
});
