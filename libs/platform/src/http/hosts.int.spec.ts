import { afterEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '../logging/index.js';
import { createRegistry } from '../metrics/index.js';
import { createHttpApp } from './http-app.js';
import { openApiInfo } from './openapi-info.js';
import { servedRoutes, type Route } from './routes.js';

const schema = (operationId: string) => ({ operationId, summary: operationId, tags: ['Test'] });
let written: unknown[] = [];
const routes = (): readonly Route[] => [
  { method: 'GET', path: '/read', schema: schema('read'), handle: () => ({ read: true }) },
  { method: 'POST', path: '/write', schema: schema('write'), handle: ({ body }) => ({ count: written.push(body) }) },
];

@Module({ providers: [servedRoutes([], routes)] })
class TestModule {}

let app: NestFastifyApplication;
afterEach(async () => {
  written = [];
  await app.close();
});

async function open(more: { readonly anyHost?: boolean } = {}): Promise<void> {
  app = await createHttpApp({
    module: TestModule,
    logger: createLogger('test', 'silent'),
    registry: createRegistry('test'),
    openapi: openApiInfo('Test'),
    ...more,
  });
  await app.init();
}
const get = (url: string, host: string) =>
  app.inject({ method: 'GET', url, headers: { host, 'x-correlation-id': 'mine' } });
const post = (headers: Readonly<Record<string, string>>) =>
  app.inject({
    method: 'POST',
    url: '/write',
    headers: { host: '127.0.0.1:3000', 'x-correlation-id': 'mine', ...headers },
    payload: {},
  });

describe('a server for this machine only', () => {
  it.each(['localhost', 'LocalHost:3000', '127.0.0.1', '127.0.0.1:3000', '127.8.9.10:80', '[::1]', '[::1]:65535'])(
    'answers requests for %s',
    async host => {
      await open();
      expect((await get('/read', host)).json()).toEqual({ read: true });
    },
  );

  it.each(['evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.7:3000'])(
    'refuses those for %s',
    async host => {
      await open();
      await get('/read', '127.0.0.1:3000');
      const { statusCode, headers, ...answer } = await get('/read', host);
      expect(statusCode).toBe(421);
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'x-correlation-id': 'mine',
      });
      expect(answer.json()).toMatchObject({
        type: '/problems/misdirected-request',
        status: 421,
        correlationId: 'mine',
      });
    },
  );

  it('does nothing of what they ask for, whatever their address', async () => {
    await open();
    const write = await app.inject({ method: 'POST', url: '/write', headers: { host: 'evil.example' }, payload: {} });
    expect({ status: write.statusCode, written }).toEqual({ status: 421, written: [] });
    for (const url of ['/docs', '/docs/json', '/nowhere'])
      expect((await get(url, 'evil.example')).statusCode).toBe(421);
  });

  it.each<Readonly<Record<string, string>>>([
    { origin: 'https://evil.example' },
    { origin: 'http://localhost.evil.example:3000' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' },
  ])('takes no write from the page of another site: %j', async headers => {
    await open();
    const { statusCode, ...answer } = await post(headers);
    expect({ statusCode, written }).toEqual({ statusCode: 403, written: [] });
    expect(answer.json()).toMatchObject({ type: '/problems/cross-site-request', correlationId: 'mine' });
    const read = await app.inject({ method: 'GET', url: '/read', headers: { host: 'localhost', ...headers } });
    expect(read.statusCode).toBe(200);
  });

  it.each<Readonly<Record<string, string>>>([
    {},
    { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost', 'sec-fetch-site': 'same-site' },
    { origin: 'http://[::1]:4000' },
  ])('takes one from a page of its own, and from no page: %j', async headers => {
    await open();
    await post(headers);
    expect(written).toHaveLength(1);
  });

  it('takes any host and any page where that was asked for', async () => {
    await open({ anyHost: true });
    expect((await get('/read', 'crm.example')).json()).toEqual({ read: true });
    await post({ host: 'crm.example', origin: 'https://intranet.example', 'sec-fetch-site': 'cross-site' });
    expect(written).toHaveLength(1);
  });
});
