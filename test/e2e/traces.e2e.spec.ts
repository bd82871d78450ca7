import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { spanTally, startTelemetry } from '@touchstream/platform';
import { Api, commander, type Commander } from '../fixtures/api.js';
import { fileEngines } from '../fixtures/engines.js';
import { Service } from '../fixtures/service.js';
import { OtlpReceiver, type ReceivedSpan } from '../doubles/otlp/index.js';
import { run as runProgram } from '../fixtures/program.js';
import { TestServer } from '../fixtures/server.js';

const SERVER = 2;
const CALLER = '00f067aa0ba902b7';
const traceparent = (id: string, flags = '01') => `00-${id.padStart(32, '0')}-${CALLER}-${flags}`;
const idOf = (parent: string) => parent.split('-')[1]!;

/** The spans below one, by name, each with those below it. */
function below(spans: readonly ReceivedSpan[], parent = CALLER): object {
  const children = spans.filter(span => span.parentSpanId === parent);
  return Object.fromEntries(children.map(span => [span.name, below(spans, span.spanId)]));
}

/** A collector that takes connections and never answers. */
async function silence() {
  const sockets: Socket[] = [];
  const server = createServer(socket => void sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

describe('traces', () => {
  let server: TestServer;
  let run: Commander;
  let receiver: OtlpReceiver;

  beforeAll(async () => {
    server = await TestServer.start();
    // A trace goes on in views that are read, not in those that are being built.
    await server.standalone.projector.views.whenCaughtUp({ timeoutMs: 10_000 });
    run = commander(server.client, await Api.of(server.client));
  });
  afterAll(() => server.dispose());
  beforeEach(async () => {
    receiver = await OtlpReceiver.start();
  });
  afterEach(() => receiver.stop());

  /** Does something while traces are exported; gives their spans, once all is done and told. */
  async function whileTraced<T>(work: () => Promise<T>, env: Readonly<Record<string, string>> = {}) {
    const telemetry = await startTelemetry({ app: 'test', env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env } });
    try {
      const result = await work();
      const { reactor, views, relay } = server.standalone.projector;
      for (const one of [reactor, views, relay]) await one.whenCaughtUp({ timeoutMs: 10_000 });
      return result;
    } finally {
      await telemetry.shutdown(2_000);
    }
  }
  const register = (
    headers: Readonly<Record<string, string>>,
    body: object = { kind: 'person', name: 'Erika Gabler' },
  ) => server.client.post('/v1/customers', body, { headers });
  const traced = (parent: string) => receiver.spans.filter(span => span.traceId === idOf(parent));
  const metadataOf = async (stream: string) => {
    const { items } = await server.client.read<{ items: { metadata: { traceparent?: string } }[] }>(
      `/v1/streams/${stream}/events?direction=backwards&limit=1`,
    );
    return items[0]!.metadata;
  };

  it('follow a request to its command, its events, the views and the bus', async () => {
    const parent = traceparent('a1');
    const { status, headers, body } = await whileTraced(() => register({ traceparent: parent }));
    expect(status).toBe(201);
    expect(headers.get('traceresponse')).toMatch(new RegExp(`^00-${idOf(parent)}-[0-9a-f]{16}-01$`));

    const spans = traced(parent);
    expect(below(spans)).toEqual({
      'POST /v1/customers': {
        'command RegisterCustomer': {
          'append claim': expect.anything(),
          'append customer': { project: {}, publish: {} },
        },
      },
    });
    const span = (name: string) => spans.find(one => one.name === name);
    expect(span('POST /v1/customers')).toMatchObject({
      service: 'touchstream-test',
      kind: SERVER,
      status: 0,
      attributes: { 'http.route': '/v1/customers', 'http.request.method': 'POST', 'http.response.status_code': 201 },
    });
    expect(span('command RegisterCustomer')?.attributes).toEqual({
      'touchstream.aggregate': 'customer',
      'touchstream.command': 'RegisterCustomer',
      'touchstream.outcome': 'accepted',
    });
    expect(span('append customer')?.attributes).toEqual({
      'touchstream.stream.kind': 'customer',
      'touchstream.events': body.events.length,
    });
    expect(await metadataOf(`customer-${body.id}`)).toMatchObject({
      traceparent: `00-${idOf(parent)}-${span('append customer')?.spanId}-01`,
    });
    for (const hidden of [body.id, 'Erika', 'Gabler', 'tester']) expect(receiver.received).not.toContain(hidden);
  });

  it('go on with what follows from an event', async () => {
    const { id } = await run('RegisterCustomer', undefined, { kind: 'business', name: 'Muster', ownerId: 'ann' });
    const parent = traceparent('a2');
    await whileTraced(() =>
      run(
        'HandOverPortfolio',
        undefined,
        { from: 'ann', to: 'bob', customerIds: [id] },
        { headers: { traceparent: parent } },
      ),
    );
    const append = traced(parent).find(span => span.name === 'append portfolio');
    expect(below(traced(parent), append!.spanId)).toMatchObject({
      'command AssignOwner': { 'append customer': { project: {}, publish: {} } },
    });
  });

  it('tell what was refused from what failed', async () => {
    const parent = traceparent('a3');
    await whileTraced(() =>
      server.client.post(
        '/v1/customers/nobody/tier',
        { tier: 'gold', reason: 'x' },
        { headers: { traceparent: parent } },
      ),
    );
    const [request, command] = ['POST /v1/customers/:id/tier', 'command ChangeTier'].map(name =>
      traced(parent).find(span => span.name === name),
    );
    expect(request).toMatchObject({ status: 0, attributes: { 'http.response.status_code': 404 } });
    expect(command).toMatchObject({
      status: 0,
      attributes: { 'touchstream.outcome': 'refused', 'touchstream.refusal': 'unknown-customer' },
    });
  });

  it('leave out what watches the app, and name no address', async () => {
    await whileTraced(async () => {
      await server.client.read('/health/ready');
      await server.client.send('/metrics');
      await server.client.get('/v1/customers/nobody-has-this-id?q=secret');
      await server.client.get('/v1/nothing/here');
    });
    expect(receiver.spans.map(span => span.name).sort()).toEqual(['GET', 'GET /v1/customers/:id']);
    for (const hidden of ['nobody-has-this-id', 'secret', 'nothing/here'])
      expect(receiver.received).not.toContain(hidden);
  });

  it('are kept as the sampler says, and as the caller has decided', async () => {
    const none = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' };
    const unsampled = await whileTraced(() => register({}), none);
    expect(unsampled.headers.get('traceresponse')).toBeNull();
    expect(receiver.spans).toEqual([]);
    expect(await metadataOf(`customer-${unsampled.body.id}`)).not.toHaveProperty('traceparent');

    await whileTraced(() => register({ traceparent: traceparent('a4', '00') }));
    expect(receiver.spans).toEqual([]);
    await whileTraced(() => register({ traceparent: traceparent('a5') }), none);
    expect(traced(traceparent('a5')).length).toBeGreaterThan(4);
  });

  it('begin anew where the header is none', async () => {
    await whileTraced(() => register({ traceparent: '00-0-0-01' }));
    const request = receiver.spans.find(span => span.kind === SERVER);
    expect(request).toBeDefined();
    expect(request).not.toHaveProperty('parentSpanId');
  });

  it('are dropped and counted where the collector refuses them, and nothing else happens', async () => {
    const { dropped } = spanTally;
    receiver.refuseWith = 400;
    const { status } = await whileTraced(() => register({}));
    expect(status).toBe(201);
    expect(spanTally.dropped).toBeGreaterThan(dropped);
    const { body } = await server.client.send<string>('/metrics');
    const [, counted] = /touchstream_trace_spans_total\{outcome="dropped",app="standalone"\} (\d+)/.exec(body) ?? [];
    expect(Number(counted)).toBe(spanTally.dropped);
  });

  it('cost a process that ends no more than the time it has left where the collector says nothing', async () => {
    const silent = await silence();
    const telemetry = await startTelemetry({ app: 'test', env: { OTEL_EXPORTER_OTLP_ENDPOINT: silent.url } });
    expect((await register({})).status).toBe(201);
    const before = performance.now();
    await telemetry.shutdown(50);
    expect(performance.now() - before).toBeLessThan(1_500);
    await silent.stop();
  });

  it.each([
    ['no part of the SDK', {}, false],
    ['the SDK, where there is a collector', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, true],
  ])('load %s', async (_, env, expected) => {
    const script = `
      import { createRequire } from 'node:module';
      const { startTelemetry } = await import('@touchstream/platform');
      await startTelemetry({ app: 'test', env: process.env });
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(loaded.some(path => /@opentelemetry.(sdk|exporter|otlp|resources|context)/.test(path)));
      process.exit();`;
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const { stdout, stderr } = await runProgram(['--input-type=module', '--eval', script], { env, cwd });
    expect({ stdout, stderr }).toEqual({ stdout: `${expected}\n`, stderr: '' });
  });
});

describe('traces of services that are processes of their own', () => {
  it('do not keep one from stopping in order, though its load balancer, a request and the collector take all their time', async () => {
    const [silent, engines] = [await silence(), await fileEngines()];
    const env = { ...engines.env, OTEL_EXPORTER_OTLP_ENDPOINT: silent.url, SHUTDOWN_DELAY_SECONDS: '3' };
    const service = await Service.start('command-api', env);
    await service.client.write('/v1/customers', { kind: 'business', name: 'Acme' });
    const { hostname, port } = new URL(service.url);
    const request = connect(Number(port), hostname).on('error', () => undefined);
    request.write('POST /v1/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n');
    request.write('Content-Length: 9\r\nIdempotency-Key: k\r\n\r\n{');
    expect(await service.stop()).toMatchObject({ code: 0, stdout: expect.stringContaining('"msg":"stopped"') });
    request.destroy();
    await silent.stop();
    await engines.dispose();
  });

  it('are one, and end with the processes', async () => {
    const receiver = await OtlpReceiver.start();
    const engines = await fileEngines();
    const env = { ...engines.env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const [command, projector] = await Promise.all([
      Service.start('command-api', env),
      Service.start('projector', env),
    ]);
    try {
      await Promise.all([command.whenReady(), projector.whenReady()]);
      const parent = traceparent('b1');
      const customer = { kind: 'person', name: 'Erika Gabler' };
      await command.client.write('/v1/customers', customer, { headers: { traceparent: parent } });
      const isOurs = (span: ReceivedSpan) => span.traceId === idOf(parent);
      const spans = await receiver.whenReceived(all =>
        ['append customer', 'publish', 'project'].every(name => all.filter(isOurs).some(span => span.name === name)),
      );
      const append = spans.filter(isOurs).find(span => span.name === 'append customer')!;
      const follow = spans.filter(span => span.parentSpanId === append.spanId);
      expect(append.service).toBe('touchstream-command-api');
      expect(follow.map(({ service }) => service)).toEqual(follow.map(() => 'touchstream-projector'));
      // A projection for each group of views that the event concerns.
      expect(new Set(follow.map(({ name }) => name))).toEqual(new Set(['project', 'publish']));

      const last = traceparent('b2');
      await command.client.write('/v1/customers', customer, { headers: { traceparent: last } });
      expect((await command.stop()).code).toBe(0);
      expect(receiver.spans.some(span => span.traceId === idOf(last) && span.kind === SERVER)).toBe(true);
    } finally {
      await Promise.all([command.kill(), projector.kill()]);
      await engines.double.stop();
      await engines.dispose();
      await receiver.stop();
    }
  }, 90_000);
});
