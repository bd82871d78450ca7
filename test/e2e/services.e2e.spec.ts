import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { KurrentDbDouble } from '../doubles/kurrentdb/index.js';
import type { Answer } from '../fixtures/client.js';
import { fileEngines, missingServers, realEngines, type Engines } from '../fixtures/engines.js';
import { EventStream } from '../fixtures/event-stream.js';
import { Service, serviceNames, type AppName, type ServiceName } from '../fixtures/service.js';
import { settingsOf } from '../fixtures/server.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

/** Three processes start, on a machine that may be busy. */
jest.setTimeout(240_000);

const customer = { kind: 'business', name: 'Acme' };
const running: Service[] = [];
async function start(name: AppName, env: Readonly<Record<string, string>>): Promise<Service> {
  const service = await Service.start(name, env);
  running.push(service);
  return service;
}
const killAll = async () => {
  await Promise.all(running.splice(0).map(service => service.kill()));
};
/** Reads what must come to be there: a projector that had to wait for its engines tries again after a pause. */
const readSoon = async (service: Service, path: string, minPosition: string) => {
  for (;;) {
    const answer = await service.client.get(path, { minPosition });
    if (answer.status !== 503) return answer;
  }
};
const isUnavailable = ({ status, headers, body }: Answer<unknown>) => {
  expect({ status, body }).toMatchObject({ status: 503, body: { type: '/problems/unavailable', status: 503 } });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
};

describe('the settings of the services', () => {
  const complete = {
    EVENT_STORE_URL: 'esdb://127.0.0.1:1?tls=false',
    VIEW_STORE_URL: 'mongodb://127.0.0.1:1/none',
    EVENT_BUS_URL: 'kafka://127.0.0.1:1',
  };
  const needs = {
    'command-api': ['EVENT_STORE_URL'],
    projector: ['EVENT_STORE_URL', 'VIEW_STORE_URL', 'EVENT_BUS_URL'],
    'query-api': ['EVENT_STORE_URL', 'VIEW_STORE_URL'],
  } as const;
  const oneLine = expect.stringMatching(/^[^\n]+\n$/);

  async function isRefused(name: ServiceName, env: Readonly<Record<string, string>>, named: string): Promise<void> {
    const { code, stdout, stderr } = await Service.run(name, env);
    expect({ code, stdout, stderr }).toEqual({ code: 78, stdout: '', stderr: oneLine });
    expect(stderr).toContain(named);
    expect(stderr).not.toContain('secret');
  }

  describe.each(serviceNames)('of %s', name => {
    it.each(needs[name])('must hold %s', async variable => {
      const { [variable]: _, ...others } = complete;
      await isRefused(name, others, variable);
    });
    it.each(needs[name])('must hold a %s that its engine can read', async variable => {
      const scheme = complete[variable].split(':', 1)[0];
      await isRefused(name, { ...complete, [variable]: `${scheme}://user:secret@[` }, variable);
    });

    it('are printed when asked for', async () => {
      const { code, stdout } = await Service.run(name, {}, ['--help']);
      expect(code).toBe(0);
      for (const variable of [...needs[name], 'PORT', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT'])
        expect(stdout).toContain(variable);
    });

    it('are all there is: an argument is refused', async () => {
      const { code, stderr } = await Service.run(name, complete, ['--emtpy']);
      expect({ code, stderr }).toEqual({ code: 64, stderr: oneLine });
    });
  });

  it('name no certificate that is not there', async () => {
    const VIEW_STORE_URL = 'mongodb://user:secret@127.0.0.1:1/none?tls=true&tlsCAFile=/none/ca.crt';
    await isRefused(
      'query-api',
      { ...complete, VIEW_STORE_URL },
      'VIEW_STORE_URL cannot be used: it names a file in tlsCAFile',
    );
  });

  it('let no projector write to a file of events beside its writer', async () => {
    await isRefused('projector', { ...complete, EVENT_STORE_URL: 'sqlite:./events.db' }, 'EVENT_STORE_URL');
  });
});

describe('services on files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await killAll();
    await removeFolder(folder);
  });

  it('read what is there as soon as it is, and only one writes', async () => {
    const { EVENT_STORE_URL, VIEW_STORE_URL } = settingsOf(folder) as Record<string, string>;
    const query = await start('query-api', { EVENT_STORE_URL: EVENT_STORE_URL!, VIEW_STORE_URL: VIEW_STORE_URL! });
    expect(await query.readiness()).toMatchObject({
      status: 503,
      body: { ready: false, checks: { 'event-store': 'down', 'view-store': 'down' } },
    });
    isUnavailable(await query.client.get('/v1/customers'));
    isUnavailable(await query.client.get('/v1/events'));

    const command = await start('command-api', { EVENT_STORE_URL: EVENT_STORE_URL! });
    const { id } = await command.client.write('/v1/customers', customer);
    await query.program.says(/"engine":"event-store","msg":"engine is there"/);
    const { items } = await query.client.read<{ items: unknown[] }>(`/v1/streams/customer-${id}/events`);
    expect(items).toHaveLength(1);

    const second = await Service.run('command-api', { EVENT_STORE_URL: EVENT_STORE_URL!, LOG_LEVEL: 'silent' });
    expect(second).toMatchObject({ code: 75, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
    expect(join(folder, 'views.db')).toBe(VIEW_STORE_URL!.slice('sqlite:'.length));
  });
});

const missing = missingServers();
if (missing.length > 0) process.stderr.write(`services on MongoDB and Kafka: SKIPPED: ${missing.join(', ')} not set\n`);

describe.each([
  { on: 'the double and files', open: fileEngines, run: describe },
  {
    on:
      missing.length === 0
        ? 'the double, MongoDB and Kafka'
        : `MongoDB and Kafka: SKIPPED: ${missing.join(', ')} not set`,
    open: realEngines,
    run: missing.length === 0 ? describe : describe.skip,
  },
])('services', ({ on, open, run }) => {
  run(`on ${on}`, () => {
    let engines: Engines;
    let double: KurrentDbDouble;
    beforeAll(async () => {
      engines = await open();
      ({ double } = engines);
    });
    afterAll(async () => {
      await killAll();
      await double.stop();
      await engines.dispose();
    });

    let services: Promise<Readonly<Record<'command' | 'projector' | 'query', Service>>> | undefined;
    const startAll = async () => {
      const [command, projector, query] = await Promise.all(serviceNames.map(name => start(name, engines.env)));
      return { command: command!, projector: projector!, query: query! };
    };
    /** The services, ready: those that run, or new ones. */
    const ready = async () => {
      const all = await (services ??= startAll());
      await Promise.all(Object.values(all).map(service => service.whenReady()));
      return all;
    };
    /** Tells all of them to stop. */
    const stopAll = async () => {
      const all = Object.values(await services!);
      services = undefined;
      return Promise.all(all.map(service => service.stop()));
    };
    /** The server comes back where it was, with all it had. */
    const restart = async () => {
      double = await KurrentDbDouble.start({ log: double.log, port: double.port });
    };

    /** The server takes the next append, and answers it when it is let. */
    const holdAppend = () => {
      const before = double.calls.append;
      let release!: () => void;
      double.faults.plan('append', { kind: 'late', until: new Promise<void>(resolve => (release = resolve)) });
      const came = async () => {
        while (double.calls.append === before) await new Promise(resolve => setTimeout(resolve, 5));
      };
      return { came, release };
    };

    it('do their parts of one task, under one correlation id', async () => {
      const { command, projector, query } = await ready();
      const stream = await EventStream.open(`${query.url}/v1/events`);
      const correlation = { 'x-correlation-id': 'task-4711' };
      const made = await command.client.post('/v1/customers', customer, { headers: correlation });
      expect([made.status, made.headers.get('x-correlation-id')]).toEqual([201, 'task-4711']);
      const { id, position, events } = made.body;

      const read = await readSoon(query, `/v1/customers/${id}`, position);
      expect(read).toMatchObject({ status: 200, body: { customerId: id, profile: { name: 'Acme' } } });
      const isIt = ({ data }: { readonly data: Readonly<Record<string, unknown>> }) => data['id'] === events[0]!.id;
      await stream.until(seen => seen.some(isIt));
      expect(stream.events.find(isIt)!.data).toMatchObject({ correlationid: 'task-4711' });
      await stream.close();
      const { items } = await query.client.read<{ items: unknown[] }>(`/v1/streams/customer-${id}/events`);
      expect(items).toMatchObject([{ metadata: { correlationId: 'task-4711' } }]);

      const refused = await command.client.post('/v1/customers', {}, { headers: correlation });
      expect(refused.status).toBe(400);
      await command.program.says(/"correlationId":"task-4711".*"route":"\/v1\/customers","status":400/);

      const { views } = await projector.client.read<{ views: { state: string }[] }>('/v1/projections');
      expect(views.length).toBeGreaterThan(10);
      const metrics = async (service: Service) => (await service.client.send<string>('/metrics')).body;
      expect(await metrics(command)).toMatch(/touchstream_commands_total{[^}]*outcome="accepted"[^}]*} 1\b/);
      expect(await metrics(projector)).toMatch(/touchstream_projection_lag_events{[^}]*} \d/);
      expect(await metrics(query)).toMatch(
        /touchstream_http_request_duration_seconds_count{[^}]*"\/v1\/customers\/:id"/,
      );
    });

    it('each take what is theirs only', async () => {
      const { command, projector, query } = await ready();
      expect((await query.client.post('/v1/customers', customer)).status).toBe(405);
      expect((await command.client.get('/v1/customers/any')).status).toBe(404);
      expect((await projector.client.get('/v1/customers')).status).toBe(404);
      expect((await command.client.get('/v1/projections')).status).toBe(404);
    });

    it('have a sales process, published once', async () => {
      const { query } = await ready();
      expect(await query.client.read('/v1/sales-processes/default', { minPosition: '0' })).toMatchObject({
        isDefault: true,
        revision: 0,
        version: 1,
      });
    });

    it('say so while the event store is away, and go on by themselves when it is back', async () => {
      const { command, projector, query } = await ready();
      const before = await command.client.write('/v1/customers', customer, { key: 'before' });
      await readSoon(query, `/v1/customers/${before.id}`, before.position);
      await double.stop();
      await Promise.all([command, projector].map(service => service.whenUnready()));
      const asked = performance.now();
      isUnavailable(await command.client.post('/v1/customers', customer, { key: 'meanwhile' }));
      expect(performance.now() - asked).toBeLessThan(25_000);
      expect(await query.readiness()).toEqual({
        status: 200,
        body: { ready: true, checks: { 'event-store': 'down', 'view-store': 'up' } },
      });
      expect(await query.client.read(`/v1/customers/${before.id}`)).toMatchObject({ customerId: before.id });
      await restart();
      await Promise.all([command, projector, query].map(service => service.whenReady()));
      const after = await command.client.write('/v1/customers', customer, { key: 'meanwhile' });
      expect((await readSoon(query, `/v1/customers/${after.id}`, after.position)).status).toBe(200);
    });

    it('stop within ten seconds while their engine is away', async () => {
      await ready();
      await double.stop();
      const started = performance.now();
      expect((await stopAll()).map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    it('come up without the event store, and go on by themselves when it is there', async () => {
      const { command, projector, query } = await (services = startAll());
      await query.whenReady();
      for (const [service, status] of [
        [command, 503],
        [projector, 503],
        [query, 200],
      ] as const) {
        expect(await service.client.read('/health/live')).toEqual({ live: true });
        expect(await service.readiness()).toMatchObject({ status, body: { checks: { 'event-store': 'down' } } });
      }
      expect((await query.client.get('/v1/customers')).status).toBe(200);
      isUnavailable(await command.client.post('/v1/customers', customer));
      isUnavailable(await query.client.get('/v1/events'));
      await restart();
      await ready();
      const { id, position } = await command.client.write('/v1/customers', customer);
      expect((await readSoon(query, `/v1/customers/${id}`, position)).status).toBe(200);
    });

    it('stop in order, and finish what is under way', async () => {
      const { command, query } = await ready();
      const held = holdAppend();
      const answer = command.client.post('/v1/customers', customer);
      await held.came();
      const stream = await EventStream.open(`${query.url}/v1/events`);

      const started = performance.now();
      const ended = stopAll();
      await command.program.says(/"signal":"SIGTERM","msg":"stopping"/);
      held.release();
      expect((await answer).status).toBe(201);
      await stream.ended();
      // What was under way is done: nothing else is waited for.
      expect(performance.now() - started).toBeLessThan(8_000);
      expect((await ended).map(({ code, stderr }) => ({ code, stderr }))).toEqual(
        serviceNames.map(() => ({ code: 0, stderr: '' })),
      );
      expect(performance.now() - started).toBeLessThan(10_000);
      for (const { stdout } of await ended) expect(stdout).toContain('"msg":"stopped"');
    });

    it('end at once when told twice', async () => {
      const command = await start('command-api', engines.env);
      await command.whenReady();
      const held = holdAppend();
      const answer = command.client.post('/v1/customers', customer).catch(() => undefined);
      await held.came();
      command.program.signal('SIGTERM');
      await command.program.says(/"msg":"stopping"/);
      command.program.signal('SIGINT');
      expect((await command.program.ended()).code).toBe(130);
      held.release();
      await answer;
    });

    it('can be one process as well, which brings no samples along', async () => {
      const standalone = await start('standalone', engines.env);
      await standalone.whenReady();
      const { id, position } = await standalone.client.write('/v1/customers', { ...customer, name: 'All in one' });
      expect(await readSoon(standalone, `/v1/customers/${id}`, position)).toMatchObject({
        status: 200,
        body: { profile: { name: 'All in one' } },
      });
      expect(await standalone.client.read('/v1/customers?q=Qingyun')).toMatchObject({ items: [] });
      expect((await standalone.stop()).code).toBe(0);
    });
  });
});
