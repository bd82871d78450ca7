import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, commander, type Commander } from '../fixtures/api.js';
import { TestServer } from '../fixtures/server.js';

/** Samples of a Prometheus text, by name and labels in order of their names. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map(line => {
      const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const sorted = [...labels.matchAll(/\w+="[^"]*"/g)]
        .map(([label]) => label)
        .filter(label => !label.startsWith('app='));
      return [`${name}{${sorted.sort().join(',')}}`, Number(value)];
    }),
  );
}

describe('what operators see', () => {
  let server: TestServer;
  let run: Commander;

  beforeAll(async () => {
    server = await TestServer.start();
    run = commander(server.client, await Api.of(server.client));
  });
  afterAll(() => server.dispose());

  const metrics = async () => samplesOf((await server.client.send<string>('/metrics')).body);
  const counted = async (command: string, outcome: string) =>
    (await metrics()).get(
      `touchstream_commands_total{aggregate="customer",command="${command}",outcome="${outcome}"}`,
    ) ?? 0;

  it('is alive and ready', async () => {
    expect(await server.client.read('/health/live')).toEqual({ live: true });
    expect(await server.client.read('/health/ready')).toEqual({
      ready: true,
      checks: { 'event-store': 'up', 'view-store': 'up', 'event-bus': 'up' },
    });
  });

  it('counts commands by what came of them', async () => {
    const body = { kind: 'business', name: 'Counted', code: 'COUNTED' };
    const { id } = await run('RegisterCustomer', undefined, body, { key: 'counted' });
    await run('RegisterCustomer', undefined, body, { key: 'counted' });
    await server.client.post('/v1/customers', body);
    await server.client.post('/v1/customers', { ...body, name: 'x' }, { key: 'counted' });
    const tier = `/v1/customers/${id}/tier`;
    await run('ChangeTier', id, { tier: 'gold', reason: 'x' });
    await run('ChangeTier', id, { tier: 'gold', reason: 'x' });
    await server.client.post(tier, { tier: 'silver', reason: 'x' }, { ifMatch: '"0"' });
    await server.client.post('/v1/customers/nobody/tier', { tier: 'silver', reason: 'x' });
    await server.client.post(tier, { tier: 'silver', reason: 'x', occurredAt: '2100-01-01T00:00:00Z' });

    const outcomes = (command: string, names: readonly string[]) =>
      Promise.all(names.map(async name => `${name} ${await counted(command, name)}`));
    expect(
      await outcomes('RegisterCustomer', ['accepted', 'repeated', 'already-exists', 'idempotency-key-reused']),
    ).toEqual(['accepted 1', 'repeated 1', 'already-exists 1', 'idempotency-key-reused 1']);
    expect(
      await outcomes('ChangeTier', ['accepted', 'unchanged', 'stale-revision', 'not-found', 'rule-violated']),
    ).toEqual(['accepted 1', 'unchanged 1', 'stale-revision 1', 'not-found 1', 'rule-violated 1']);
  });

  it('measures requests by route, never by record', async () => {
    const { id, position } = await run('RegisterCustomer', undefined, { kind: 'person', name: 'Erika Measured' });
    await server.client.read(`/v1/customers/${id}`, { minPosition: position });
    await server.client.get(`/v1/customers?q=Measured`);
    await server.client.post('/v1/customers', {});
    const all = await metrics();
    const count = (labels: string) => all.get(`touchstream_http_request_duration_seconds_count{${labels}}`);
    expect(count('method="POST",route="/v1/customers",status="400"')).toBeGreaterThan(0);
    expect(count('method="GET",route="/v1/customers/:id",status="200"')).toBeGreaterThan(0);
    const names = [...all.keys()].join('\n');
    for (const hidden of [id, 'Measured', 'Erika']) expect(names.includes(hidden)).toBe(false);
  });

  it('measures how far each view and the public feed are', async () => {
    const { position } = await run('RegisterCustomer', undefined, { kind: 'person', name: 'Lag' });
    await server.client.read('/v1/customers', { minPosition: position });
    await server.standalone.projector.views.whenCaughtUp({ timeoutMs: 5_000 });
    await server.standalone.projector.relay.whenCaughtUp({ timeoutMs: 5_000 });
    const { views } = await server.client.read<{ views: { view: string; state: string; position: string }[] }>(
      '/v1/projections',
    );
    expect(views.length).toBeGreaterThan(10);
    const all = await metrics();
    for (const { view, state, position: at } of views) {
      expect({ view, state, at }).toEqual({ view, state: 'live', at: String(await server.head()) });
      expect(all.get(`touchstream_projection_lag_events{view="${view}"}`)).toBe(0);
      expect(all.get(`touchstream_projection_parked_keys{view="${view}"}`)).toBe(0);
    }
    expect(all.get('touchstream_relay_lag_seconds{}')).toBe(0);
  });

  it('rebuilds a view while it is read, and answers as before', async () => {
    const { id, position } = await run('RegisterCustomer', undefined, { kind: 'person', name: 'Rebuilt' });
    const before = await server.client.read(`/v1/customers/${id}`, { minPosition: position });
    const { status } = await server.client.post('/v1/projections/customer-360/rebuild', {});
    expect(status).toBe(202);
    await server.standalone.projector.views.rebuild('customer-360', { timeoutMs: 10_000 });
    expect(await server.client.read(`/v1/customers/${id}`)).toEqual(before);
    expect(await server.client.read('/v1/projections/customer-360/parked')).toEqual({ items: [], next: null });
    const retried = await server.client.post('/v1/projections/customer-360/retry', {});
    expect(retried.body).toEqual({ folded: 0, parked: 0, rebuilding: false });
  });

  it.each(['rebuild', 'retry'])('does no %s with a field that it does not know, nor with another body', async work => {
    const path = `/v1/projections/customer-360/${work}`;
    const unknown = await server.client.post<Record<string, unknown>>(path, { from: 'start' });
    expect([unknown.status, unknown.body['errors']]).toEqual([
      400,
      [{ pointer: '/from', detail: 'is not a known field' }],
    ]);
    expect((await server.client.post(path, [])).status).toBe(400);
  });

  it.each(['rebuild', 'retry'])('does no %s for somebody who does not say who asks', async work => {
    const { status, body } = await server.client.send(`/v1/projections/customer-360/${work}`, { method: 'POST' });
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ header: 'X-Actor' })]]);
  });

  it('refuses a position beyond any', async () => {
    for (const after of ['9999999999999999999', '1000000000000000000', '-1']) {
      const { status, body } = await server.client.get(`/v1/projections/customer-360/parked?after=${after}`);
      expect([after, status, body['errors']]).toEqual([after, 400, [expect.objectContaining({ parameter: 'after' })]]);
    }
    const { status } = await server.client.get('/v1/projections/customer-360/parked?after=999999999999999999');
    expect(status).toBe(200);
  });

  it('knows no view by another name', async () => {
    for (const [method, path] of [
      ['GET', 'nothing/parked'],
      ['POST', 'nothing/retry'],
      ['POST', 'nothing/rebuild'],
      ['POST', '__proto__/rebuild'],
    ] as const) {
      const { status, body } = await server.client.send(`/v1/projections/${path}`, {
        method,
        headers: { 'x-actor': 'ann' },
      });
      expect([path, status, body['type']]).toEqual([path, 404, '/problems/not-found']);
    }
  });
});
