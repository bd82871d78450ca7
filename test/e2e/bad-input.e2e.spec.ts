import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allCommandRoutes } from '@touchstream/command-api';
import { commandContractOf } from '@touchstream/domain';
import { schemaOf, uuidv7 } from '@touchstream/events';
import { addressOf, Api } from '../fixtures/api.js';
import type { Answer, RawRequest } from '../fixtures/client.js';
import { Conformance } from '../fixtures/conformance.js';
import { makeHistory, type History } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

type Json = Record<string, unknown>;
interface ProblemBody {
  readonly type: string;
  readonly detail: string;
  readonly correlationId: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly parameter?: string; readonly header?: string }[];
}
interface Command {
  readonly name: string;
  readonly path: string;
  readonly example: Json;
  readonly properties: Readonly<Record<string, Json>>;
}

const commands: readonly Command[] = allCommandRoutes.flatMap(({ aggregate, paths }) =>
  Object.entries(paths).map(([name, path]) => ({
    name,
    path: path.replace(':id', uuidv7()),
    example: commandContractOf(aggregate.commands[name]!).example,
    properties: schemaOf(aggregate.commands[name]!)['properties'] as Readonly<Record<string, Json>>,
  })),
);

const headers = { 'content-type': 'application/json', 'x-actor': 'tester' };
const places = ({ body }: Answer<ProblemBody>) =>
  (body.errors ?? []).map(({ pointer, parameter, header }) => pointer ?? parameter ?? header);

describe('bad input', () => {
  let server: TestServer;
  let api: Api;
  let conformance: Conformance;
  let history: History;

  beforeAll(async () => {
    server = await TestServer.start();
    api = await Api.of(server.client);
    conformance = new Conformance(api);
    history = await makeHistory(server.client, api, 'BAD');
  });
  afterAll(() => server.dispose());

  const send = (path: string, request: RawRequest) => server.client.send<ProblemBody>(path, request);
  const post = (path: string, body: unknown, more: Readonly<Record<string, string>> = {}) =>
    send(path, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });

  /** Sends a request that must be refused with a problem of this kind, and must change nothing. */
  async function refused(sent: () => Promise<Answer<ProblemBody>>, status: number, kind: string) {
    const before = await server.head();
    const answer = await sent();
    expect({ status: answer.status, problem: answer.body }).toMatchObject({
      status,
      problem: { type: `/problems/${kind}`, title: expect.any(String), status, detail: expect.any(String) },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body.correlationId).toBe(answer.headers.get('x-correlation-id'));
    expect(await server.head()).toBe(before);
    return answer;
  }
  const invalid = (sent: () => Promise<Answer<ProblemBody>>) => refused(sent, 400, 'validation-failed');

  describe.each(commands)('$name', ({ name, path, example, properties }) => {
    const [anyField] = Object.keys(example);

    it('asks who acts', async () => {
      const answer = await invalid(() =>
        send(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(example),
        }),
      );
      expect(places(answer)).toEqual(['X-Actor']);
      expect(conformance.faults(api.command(name), answer)).toEqual([]);
    });

    it('refuses a field that it does not know', async () => {
      const answer = await invalid(() => post(path, { ...example, surprise: 1 }));
      expect(places(answer)).toEqual(['/surprise']);
    });

    it('names every field of a wrong type', async () => {
      for (const [field, schema] of Object.entries(properties)) {
        for (const wrong of wrongFor(schema)) {
          const answer = await invalid(() => post(path, { ...example, [field]: wrong }));
          expect({ wrong, at: places(answer).some(place => place === `/${field}`) }).toEqual({ wrong, at: true });
        }
      }
    });

    it('refuses a body that is no object', async () => {
      for (const body of ['null', '[]', '"text"', '7', 'true', '[{}]'])
        expect(places(await invalid(() => post(path, body)))).toContain('');
    });

    it('refuses a text of a million characters', async () => {
      const field = anyField ?? 'comment';
      const answer = await invalid(() => post(path, { ...example, [field]: 'x'.repeat(1_000_000) }));
      expect(places(answer)).toContain(`/${field}`);
    });

    it('refuses text that is not well-formed', async () => {
      for (const lone of ['"\\ud800"', '"a\\udfffb"', '"\\ude00\\ud83d"']) {
        const answer = await invalid(() => post(path, withRaw(example, 'comment', lone)));
        expect(places(answer)).toContain('/comment');
      }
    });
  });

  /** Values that are wrong for any field of the schema. */
  function wrongFor(schema: Json): unknown[] {
    const always = [null, ''];
    if (schema['type'] === 'string') return [...always, 7, true, ['x'], {}];
    if (schema['type'] === 'number' || schema['type'] === 'integer') return [...always, '7', true, [7]];
    if (schema['type'] === 'boolean') return [...always, 'true', 1];
    if (schema['type'] === 'array') return [null, 'x', 7, { 0: 'x' }];
    if (schema['type'] === 'object') return [...always, 'x', 7, [], [{}]];
    return [];
  }

  /** JSON of a body with one field given as it is written. */
  const withRaw = (body: Json, field: string, raw: string): string =>
    `{${[...Object.entries(body).filter(([key]) => key !== field), [field]]
      .map(([key, value]) => `${JSON.stringify(key)}:${key === field ? raw : JSON.stringify(value)}`)
      .join(',')}}`;

  describe('a body that cannot be read', () => {
    const path = '/v1/customers';
    const malformed = (body: string | Uint8Array<ArrayBuffer>) =>
      refused(() => post(path, body), 400, 'malformed-request');

    it.each([
      ['nothing', ''],
      ['half an object', '{"kind":'],
      ['a trailing comma', '{"kind":"business",}'],
      ['two values', '{} {}'],
      ['XML', '<customer/>'],
      ['a comment', '{"kind":"business"} // who'],
      ['NaN', '{"employees":NaN}'],
      ['a million brackets', '['.repeat(1_000_000)],
      ['objects without end', '{"a":'.repeat(200_000)],
    ])('is refused: %s', (_, body) => malformed(body));

    it.each([
      ['arrays', '['.repeat(500_000) + ']'.repeat(500_000)],
      ['objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ])('is not read in depth where it is no command: %s in each other', (_, body) => invalid(() => post(path, body)));

    it.each([
      '{"__proto__":{"admin":true},"kind":"business","name":"x"}',
      '{"kind":"business","name":"x","externalRefs":[{"__proto__":[]}]}',
      '{"\\u005f\\u005fproto__":1}',
      '{"constructor":{"prototype":{"admin":true}}}',
    ])('is refused where it reaches for a prototype: %s', async body => {
      expect((await malformed(body)).body.detail).toContain('__proto__');
    });

    it('is refused where its bytes are no UTF-8', async () => {
      const around = (bytes: readonly number[]) =>
        new Uint8Array([...Buffer.from('{"kind":"business","name":"'), ...bytes, ...Buffer.from('"}')]);
      for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]])
        expect((await malformed(around(bytes))).body.detail).toContain('UTF-8');
    });

    it('is refused where it is larger than this server takes', async () => {
      const large = JSON.stringify({ kind: 'business', name: 'x'.repeat(1_100_000) });
      await refused(() => post(path, large), 413, 'payload-too-large');
    });

    it.each(['application/xml', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense', 'multipart/form-data'])(
      'is refused where it is %s',
      async type => {
        const body = JSON.stringify({ kind: 'business', name: 'x' });
        await refused(() => post(path, body, { 'content-type': type }), 415, 'unsupported-media-type');
      },
    );
  });

  describe('a value', () => {
    const customer = { kind: 'business', name: 'Acme' };
    it.each([
      ['a date that does not exist', '/v1/opportunities/x/close-date', { expectedCloseDate: '2026-02-30' }],
      ['a date with a time', '/v1/opportunities/x/close-date', { expectedCloseDate: '2026-02-03T00:00:00Z' }],
      ['an instant without an offset', '/v1/customers', { ...customer, occurredAt: '2026-02-03T10:00:00' }],
      ['an instant of no day', '/v1/customers', { ...customer, occurredAt: '2026-02-30T10:00:00Z' }],
      ['a number as text', '/v1/customers', { ...customer, employees: '12' }],
      ['a fraction for a whole number', '/v1/customers', { ...customer, employees: 1.5 }],
      ['a number beyond what is exact', '/v1/customers', { ...customer, employees: 2 ** 53 }],
      ['a currency that is none', '/v1/customers', { ...customer, annualRevenue: { amount: '1', currency: 'XYZ' } }],
      ['an amount as a number', '/v1/customers', { ...customer, annualRevenue: { amount: 1, currency: 'EUR' } }],
      [
        'more decimals than the currency has',
        '/v1/customers',
        { ...customer, annualRevenue: { amount: '1.234', currency: 'EUR' } },
      ],
      ['a country that is none', '/v1/customers', { ...customer, country: 'XX' }],
      ['an address that is no e-mail address', '/v1/customers', { ...customer, email: 'ann(at)acme' }],
      ['a control character', '/v1/customers', { ...customer, name: 'Ac\u0000me' }],
      ['a time zone that is none', '/v1/contacts', { name: 'Ann', timezone: 'Europe/Atlantis' }],
      ['more items than allowed', '/v1/customers', { ...customer, phones: Array.from({ length: 500 }, () => '1') }],
    ])('is refused and named: %s', async (_, path, body) => {
      const field = Object.keys(body).at(-1)!;
      const answer = await invalid(() => post(path.replace('/x/', `/${history.opportunityId}/`), body));
      expect(places(answer).every(place => place?.startsWith(`/${field}`))).toBe(true);
    });

    it('in the future is refused for what has happened', async () => {
      const occurredAt = new Date(Date.now() + 3_600_000).toISOString();
      const answer = await refused(() => post('/v1/customers', { ...customer, occurredAt }), 422, 'rule-violated');
      expect([answer.body.code, places(answer)]).toEqual(['in-the-future', ['/occurredAt']]);
    });

    it('is not repeated in the answer, as it may be personal', async () => {
      const answer = await invalid(() => post('/v1/customers', { ...customer, email: 'erika.mustermann(at)home' }));
      expect(JSON.stringify(answer.body)).not.toContain('erika');
    });

    it('that is text may hold any characters, also between surrogates', async () => {
      const name = '🏭 上海 محمد\u200f ß';
      const { id, position } = await server.client.write('/v1/customers', { kind: 'business', name });
      expect(await server.client.read(`/v1/customers/${id}`, { minPosition: position })).toMatchObject({
        profile: { name },
      });
    });
  });

  describe('an address', () => {
    it.each([
      ['GET', '/v1/nothing'],
      ['GET', '/'],
      ['POST', '/v1/customers/x/nothing'],
      ['PATCH', '/v1/nothing'],
    ])('without a route is refused: %s %s', (method, path) =>
      refused(() => send(path, { method, headers: { 'x-actor': 'tester' } }), 404, 'route-not-found'),
    );

    it.each([
      ['PUT', '/v1/customers', 'GET, POST'],
      ['DELETE', '/v1/customers/x', 'GET'],
      ['PATCH', '/v1/customers/x/profile', 'POST'],
      ['POST', '/v1/pipeline', 'GET'],
      ['GET', '/v1/customers/x/tier', 'POST'],
      ['OPTIONS', '/health/live', 'GET, HEAD'],
    ])('says which methods it takes to another one: %s %s', async (method, path, allow) => {
      const answer = await refused(
        () => send(path, { method, headers: { 'x-actor': 'tester' } }),
        405,
        'method-not-allowed',
      );
      expect(answer.headers.get('allow')).toBe(allow);
    });

    it.each(['/health/live', '/health/ready'])('that tells of health may be asked with HEAD: %s', async path => {
      const { status } = await fetch(server.url + path, { method: 'HEAD' });
      expect(status).toBe(200);
    });

    it.each(['/v1/events', '/v1/customers'])('of another read may not: %s', async path => {
      const answer = await fetch(server.url + path, { method: 'HEAD' });
      expect([answer.status, answer.headers.get('allow')?.split(', ')]).toEqual([405, expect.arrayContaining(['GET'])]);
    });

    it.each(['/v1/customers/%E0%A4%A', '/v1/customers/%zz/timeline', '/v1/customers/%', '/v1/quotes/%c0%ae'])(
      'that cannot be decoded is refused: %s',
      path => refused(() => send(path, {}), 400, 'malformed-request'),
    );

    const odd = ['%00', '%20', '..%2f..%2fetc', '%7B%7D', "'%20or%201=1", '%F0%9F%8F%AD', '__proto__', 'constructor'];
    it.each(odd)('names a record that cannot be there: %s', async id => {
      const read = await server.client.get(`/v1/customers/${id}`);
      expect([400, 404]).toContain(read.status);
      const written = await server.client.post(`/v1/customers/${id}/tier`, { tier: 'gold', reason: 'x' });
      expect([400, 404]).toContain(written.status);
    });

    it('with a part longer than any id is refused', async () => {
      for (const path of [`/v1/customers/${'x'.repeat(600)}`, `/v1/customers/${'x'.repeat(9_000)}/timeline`])
        await refused(() => send(path, {}), 400, 'malformed-request');
      const long = await server.client.get(`/v1/customers/${'x'.repeat(300)}`);
      expect([400, 404]).toContain(long.status);
    });
  });

  describe('a header', () => {
    const customer = { kind: 'business', name: 'Acme' };
    it.each([
      ['X-Actor', ''],
      ['X-Actor', 'two words'],
      ['X-Actor', 'ann, bob'],
      ['X-Actor', 'user:'],
      ['X-Actor', 'x'.repeat(101)],
      ['X-Actor', 'ann@example.com'],
      ['X-On-Behalf-Of', 'nobody else'],
      ['X-On-Behalf-Of', 'ann+x@example.com'],
      ['Idempotency-Key', ''],
      ['Idempotency-Key', 'two words'],
      ['Idempotency-Key', 'x'.repeat(256)],
      ['If-Match', 'three'],
      ['If-Match', '"x"'],
      ['If-Match', '"1", "2"'],
      ['If-Match', '3'],
      ['If-Match', '"-1"'],
    ])('%s: %s is refused', async (header, value) => {
      const answer = await invalid(() => post('/v1/customers', customer, { [header]: value }));
      expect(places(answer)).toEqual([header]);
    });

    it.each(['', 'x', '-1', '1.5', '0x10', '1, 2', '99999999999999999999'])(
      'X-Min-Position: %s is refused by a read',
      async value => {
        const answer = await invalid(() => send('/v1/customers', { headers: { 'x-min-position': value } }));
        expect(places(answer)).toEqual(['X-Min-Position']);
      },
    );

    it.each(['x', '-2', '1.5', '99999999999999999999'])('Last-Event-ID: %s is refused', async value => {
      const answer = await invalid(() => send('/v1/events', { headers: { 'last-event-id': value } }));
      expect(places(answer)).toEqual(['Last-Event-ID']);
    });

    it('given twice is refused', async () => {
      const text = JSON.stringify(customer);
      for (const twice of ['X-Actor: bob', 'Idempotency-Key: k-1\r\nIdempotency-Key: k-2']) {
        const lines = ['X-Actor: ann', 'Content-Type: application/json', `Content-Length: ${text.length}`, twice];
        const { status, body: problem } = await raw(
          `POST /v1/customers HTTP/1.1\r\nHost: localhost\r\n${lines.join('\r\n')}\r\n\r\n${text}`,
        );
        expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
      }
    });

    it.each([
      ['without a colon', 'GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n'],
      ['of an unknown method', 'FETCH / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
      ['of another protocol', 'GET / SMTP/1.0\r\n\r\n'],
      ['with a length that is none', 'POST /v1/customers HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n'],
      ['larger than this server takes', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
    ])('that breaks the protocol is answered with a problem: %s', async (_, text) => {
      const { status, type, body: problem } = await raw(text);
      expect({ status, type, problem }).toMatchObject({
        status: 400,
        type: 'application/problem+json; charset=utf-8',
        problem: { type: '/problems/malformed-request', detail: expect.any(String), correlationId: expect.any(String) },
      });
    });

    it('with a correlation id that is not fit for a log is replaced', async () => {
      const answer = await server.client.get('/v1/customers', { headers: { 'x-correlation-id': 'a b"c' } });
      expect([answer.status, answer.headers.get('x-correlation-id')]).toEqual([200, expect.stringMatching(/^[\w-]+$/)]);
    });

    /** Sends bytes as they are. */
    function raw(text: string): Promise<{ status: number; type: string | undefined; body: ProblemBody }> {
      return new Promise((resolve, reject) => {
        const { hostname, port } = new URL(server.url);
        let answer = '';
        const socket = connect(Number(port), hostname, () => socket.write(text));
        socket.setEncoding('utf8');
        socket.on('data', chunk => {
          answer += String(chunk);
          const [head = '', body = ''] = answer.split('\r\n\r\n');
          const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? Infinity);
          if (Buffer.byteLength(body) < length) return;
          socket.destroy();
          resolve({
            status: Number(head.split(' ')[1]),
            type: /^content-type: (.*)$/im.exec(head)?.[1]?.trim(),
            body: JSON.parse(body) as ProblemBody,
          });
        });
        socket.once('error', reject);
      });
    }
  });

  describe('a query', () => {
    const lists = () =>
      api.operations.filter(one => one.method === 'GET' && one.parameters.some(p => p.name === 'limit'));

    it('with a parameter that is not known, or a limit or cursor that is none, is refused by every list', async () => {
      expect(lists().length).toBeGreaterThan(10);
      for (const operation of lists()) {
        const path = operation.path
          .replace('{id}', history.customerId)
          .replace('{view}', 'customer-360')
          .replace('{stream}', `customer-${history.customerId}`);
        const wrong = [
          ['surprise', '1'],
          ['limit', '0'],
          ['limit', '-1'],
          ['limit', '10001'],
          ['limit', 'many'],
          ['limit', '1.5'],
          ...(operation.parameters.some(one => one.name === 'after')
            ? [
                ['after', 'nonsense!'],
                ['after', 'e30'],
              ]
            : []),
          ...(operation.parameters.some(one => one.name === 'order') ? [['order', 'sideways']] : []),
        ];
        for (const [name, value] of wrong) {
          const answer = await invalid(() => send(`${path}?${name}=${value}`, {}));
          expect([path, name, value, ...places(answer)]).toEqual([path, name, value, name]);
          expect(conformance.faults(operation, answer)).toEqual([]);
        }
      }
    });

    it('with a value that is no text is refused by every list', async () => {
      for (const operation of lists())
        for (const { name, in: place, schema } of operation.parameters) {
          if (place !== 'query' || schema['type'] !== 'string') continue;
          const path = addressOf(operation, history.customerId);
          const answer = await invalid(() => send(`${path}?${name}=a%00b`, {}));
          expect([path, name, ...new Set(places(answer))]).toEqual([path, name, name]);
        }
    });

    it('with a cursor of another question is refused', async () => {
      const page = await server.client.read<{ next: string }>(`/v1/customers/${history.customerId}/timeline?limit=1`);
      for (const other of [
        `/v1/customers?after=${page.next}`,
        `/v1/customers/${history.customerId}/timeline?limit=1&order=oldest&after=${page.next}`,
      ])
        expect(places(await invalid(() => send(other, {})))).toEqual(['after']);
    });

    it('that a route of the API does not know is refused by its name', async () => {
      const reading = api.operations.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'));
      for (const operation of reading) {
        const answer = await invalid(() => send(`${addressOf(operation, history.customerId)}?surprise=1`, {}));
        expect([operation.id, ...places(answer)]).toEqual([operation.id, 'surprise']);
        expect(conformance.faults(operation, answer)).toEqual([]);
      }
      const path = `/v1/products/${history.productId}/retire`;
      expect(places(await invalid(() => post(`${path}?occurredAt=2026-01-01`, {})))).toEqual(['occurredAt']);
    });

    it('is passed over where machines look after the server', async () => {
      for (const path of ['/health/live', '/health/ready', '/metrics', '/docs-json', '/problems'])
        expect([path, (await send(`${path}?surprise=1`, {})).status]).toEqual([path, 200]);
    });

    it('given twice is refused', async () => {
      for (const query of ['limit=1&limit=2', 'status=active&status=churned', 'asOf=2026-01-01&asOf=2026-01-02']) {
        const path = query.startsWith('asOf') ? `/v1/customers/${history.customerId}` : '/v1/customers';
        await invalid(() => send(`${path}?${query}`, {}));
      }
    });

    it('of a past that is no date is refused', async () => {
      for (const name of ['asOf', 'knownAt'])
        for (const value of ['yesterday', '2026-02-30', '2026-01-01T10:00', ''])
          for (const path of ['', '/timeline'])
            expect(
              places(await invalid(() => send(`/v1/customers/${history.customerId}${path}?${name}=${value}`, {}))),
            ).toEqual([name]);
    });
  });

  it('leaves the server as ready as before', async () => {
    expect(await server.client.read('/health/ready')).toMatchObject({ ready: true });
  });
});
