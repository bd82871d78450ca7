import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { createLogger } from '../logging/index.js';
import { createRegistry } from '../metrics/index.js';
import { createHttpApp } from './http-app.js';
import { openApiInfo } from './openapi-info.js';
import { Problem } from './problems.js';
import { servedRoutes, type Route } from './routes.js';

const GREETING = Symbol('greeting');
const schema = (operationId: string) => ({ operationId, summary: operationId, tags: ['Test'] });

const routes = (greeting: string): readonly Route[] => [
  {
    method: 'GET',
    path: '/hello/:name',
    schema: { ...schema('hello'), params: { type: 'object', properties: { name: { type: 'string', maxLength: 5 } } } },
    async handle({ params }: FastifyRequest<{ Params: { name: string } }>, reply) {
      void reply.header('etag', '"1"');
      return { said: `${greeting}, ${params.name}` };
    },
  },
  {
    method: 'GET',
    path: '/bytes',
    schema: schema('bytes'),
    async handle(_request, reply) {
      void reply.header('content-type', 'application/json; charset=utf-8');
      return Buffer.from('{"a":1}');
    },
  },
  {
    method: 'GET',
    path: '/gone',
    schema: schema('gone'),
    async handle() {
      throw new Problem('not-found', 'it is gone');
    },
  },
  {
    method: 'GET',
    path: '/broken',
    schema: schema('broken'),
    handle() {
      throw new Error('secret');
    },
  },
  {
    method: 'GET',
    path: '/unparsed',
    schema: schema('unparsed'),
    handle: () => JSON.parse('{"name":Mrs Smith}') as object,
  },
  {
    method: 'GET',
    path: '/count',
    schema: {
      ...schema('count'),
      querystring: { type: 'object', properties: { from: { type: 'integer', minimum: 0, maximum: 9007199254740991 } } },
    },
    handle: ({ query }) => query,
  },
  {
    method: 'POST',
    path: '/echo',
    schema: schema('echo'),
    handle: ({ body }) => ({ body }),
  },
  {
    method: 'POST',
    path: '/files',
    takesFiles: 1,
    schema: schema('files'),
    async handle(request) {
      const names: string[] = [];
      for await (const part of request.parts()) names.push(part.fieldname);
      return { names };
    },
  },
];

@Module({ providers: [{ provide: GREETING, useValue: 'Good day' }, servedRoutes([GREETING], routes)] })
class TestModule {}

let app: NestFastifyApplication;
const lines: string[] = [];
beforeAll(async () => {
  app = await createHttpApp({
    module: TestModule,
    logger: createLogger('test', 'error', { write: line => lines.push(line) }),
    registry: createRegistry('test'),
    openapi: openApiInfo('Test'),
    requestTimeout: 100,
  });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ method: 'GET', url, headers: { 'x-correlation-id': 'mine' } });
const form = '--x\r\ncontent-disposition: form-data; name="mapping"\r\n\r\nabc\r\n--x--\r\n';
const post = (url: string, type: string, payload: string) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

describe('a route of a table', () => {
  it('answers with what it returns, made of what is injected', async () => {
    const { statusCode, headers, body } = await get('/hello/Ann');
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: '{"said":"Good day, Ann"}' });
    expect(headers).toMatchObject({ etag: '"1"', 'x-correlation-id': 'mine' });
  });

  it.each([
    ['0', 0],
    ['007', 7],
    ['9007199254740991', 9007199254740991],
  ])('takes a whole number in its query: %s', async (written, from) => {
    expect((await get(`/count?from=${written}`)).json()).toEqual({ from });
  });

  it.each([
    '1e400',
    'Infinity',
    'NaN',
    '1e2',
    '0x10',
    '%205',
    '5.0',
    '-1',
    '+1',
    '',
    'true',
    '9007199254740992',
    '1&from=2',
  ])('takes no other text for a whole number: %s', async written => {
    const answer = await get(`/count?from=${written}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ type: '/problems/validation-failed', errors: [{ parameter: 'from' }] });
  });

  it('answers with bytes as they are', async () => {
    const { headers, body } = await get('/bytes');
    expect(body).toBe('{"a":1}');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each([
    ['/hello/Johannes', 400, 'validation-failed', expect.any(String)],
    ['/gone', 404, 'not-found', 'it is gone'],
    ['/broken', 500, 'internal-error', 'the request could not be answered'],
  ])('answers as a problem what goes wrong at %s', async (url, status, name, detail) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'x-correlation-id': 'mine',
    });
    expect(answer.json()).toMatchObject({ type: `/problems/${name}`, detail, correlationId: 'mine' });
  });

  it('is told of in the log where it fails, without a text that could not be parsed', async () => {
    lines.length = 0;
    await get('/broken');
    await get('/unparsed');
    const [broken, unparsed] = lines.map(line => (JSON.parse(line) as { error: Record<string, string> }).error);
    expect(broken).toMatchObject({ name: 'Error', message: 'secret', stack: expect.stringContaining('Error: secret') });
    expect(unparsed).toEqual({ name: 'SyntaxError', stack: expect.stringMatching(/^SyntaxError: \n +at /) });
  });

  it('gets an empty object where a command comes without a body', async () => {
    expect((await app.inject({ method: 'POST', url: '/echo' })).json()).toEqual({ body: {} });
    expect((await post('/echo', 'application/json', 'null')).json()).toEqual({ body: null });
  });

  it('is shown in the documentation', () => {
    const { paths } = app.getHttpAdapter().getInstance().swagger();
    expect(Object.keys(paths ?? {})).toEqual(
      expect.arrayContaining(['/hello/{name}', '/bytes', '/gone', '/broken', '/echo', '/files']),
    );
  });

  it('takes files where it says so, and nowhere else', async () => {
    const taken = await post('/files', 'multipart/form-data; boundary=x', form);
    expect(taken.json()).toEqual({ names: ['mapping'] });
    const refused = await post('/echo', 'multipart/form-data; boundary=x', form);
    expect(refused.statusCode).toBe(415);
    expect(refused.json()).toMatchObject({ detail: 'this route takes application/json' });
  });

  it.each([
    ['PUT', '/hello/Ann?a=b', 'GET'],
    ['DELETE', '/hello/Ann/', 'GET'],
    ['OPTIONS', '/echo', 'POST'],
    ['GET', '/echo', 'POST'],
    ['POST', '/docs', 'GET'],
  ] as const)('is named by its method to who takes another: %s %s', async (method, url, allow) => {
    const { statusCode, headers, ...answer } = await app.inject({ method, url });
    expect([statusCode, headers.allow]).toEqual([405, allow]);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ type: '/problems/method-not-allowed' });
  });

  it.each(['GET', 'PUT'] as const)('is not found where there is none: %s', async method => {
    const answer = await app.inject({ method, url: '/nowhere' });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers).not.toHaveProperty('allow');
  });

  it('takes no encoded body', async () => {
    const sent = (encoding: string) =>
      app.inject({
        method: 'POST',
        url: '/echo',
        headers: { 'content-type': 'application/json', 'content-encoding': encoding },
        payload: '{}',
      });
    expect((await sent('identity')).statusCode).toBe(200);
    const refused = await sent('gzip');
    expect(refused.statusCode).toBe(415);
    expect(refused.json()).toMatchObject({ detail: 'the body must come as it is, without a Content-Encoding' });
  });

  it.each(['%FF', '%C3%28', '%', '%zz', 'a%E4%'])('takes no query that cannot be decoded: %s', async written => {
    const answer = await get(`/hello/Ann?name=${written}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ detail: 'the query is not well-formed: it cannot be decoded' });
    expect((await get('/hello/Ann?name=100%25+%C3%A4?')).statusCode).toBe(200);
  });

  it.each([
    ['HTTP/1.1', '', /^HTTP\/1.1 400 .*"detail":"a request of HTTP\/1.1 names its Host"/s],
    ['HTTP/1.1', 'Host: localhost\r\nExpect: miracles\r\n', /^HTTP\/1.1 400 .*"detail":"no expectation can be met/s],
    ['HTTP/1.0', '', /^HTTP\/1.1 200 /],
    ['HTTP/1.1', 'Host: localhost\r\nExpect: 100-continue\r\n', /^HTTP\/1.1 100 .*HTTP\/1.1 200 /s],
  ])('answers in words to %s with the headers %j', async (version, headers, answer) => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /hello/Ann ${version}\r\n${headers}Connection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(answer);
  });

  it('does not wait for a request that never comes to its end', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a"',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 .*the request did not arrive in time/s);
  });
});

describe('the documentation', () => {
  it('is shown over plain HTTP too', async () => {
    const { statusCode, headers } = await get('/docs/');
    expect(statusCode).toBe(200);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'.*;$/);
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  it.each([
    ['swagger-ui.css', { range: 'bytes=99999999-' }, 400, 'malformed-request'],
    ['swagger-ui.css', { 'if-match': '"another"' }, 400, 'malformed-request'],
    ['.htaccess', {}, 404, 'route-not-found'],
    ['..%2fpackage.json', {}, 404, 'route-not-found'],
  ])('answers as a problem what is wrong with a request for its files: %s %j', async (file, headers, status, name) => {
    const answer = await app.inject({ method: 'GET', url: `/docs/static/${file}`, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ type: `/problems/${name}` });
  });
});
