import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { allCommandRoutes } from '@touchstream/command-api';
import { commandContractOf } from '@touchstream/domain';
import { uuidv7 } from '@touchstream/events';
import { addressOf, Api } from '../fixtures/api.js';
import { TestServer } from '../fixtures/server.js';

interface Route {
  readonly method: string | string[];
  readonly url: string;
}

/** Fastify tells of each instance it makes; so its routes can be listened to from outside. */
async function startListeningToRoutes(): Promise<{ server: TestServer; routes: readonly string[] }> {
  const routes: string[] = [];
  const onInstance = (message: unknown) => {
    const { fastify } = message as {
      fastify: { addHook: (name: 'onRoute', hook: (route: Route) => void) => void };
    };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    });
  };
  subscribe('fastify.initialization', onInstance);
  try {
    return { server: await TestServer.start(), routes };
  } finally {
    unsubscribe('fastify.initialization', onInstance);
  }
}

const unique = (list: readonly string[]) => [...new Set(list)].sort();

describe('the OpenAPI document', () => {
  let server: TestServer;
  let routes: readonly string[];
  let api: Api;

  beforeAll(async () => {
    ({ server, routes } = await startListeningToRoutes());
    api = await Api.of(server.client);
  });
  afterAll(() => server.dispose());

  it('is valid OpenAPI 3.1', async () => {
    expect(api.document.openapi).toBe('3.1.0');
    expect(await new Validator().validate(structuredClone(api.document))).toEqual({ valid: true });
  });

  it('holds every route but the assets of the documentation, and no other; HEAD is told of with GET', () => {
    const served = routes
      .filter(route => !/^\w+ \/docs(\/|$)/.test(route))
      .map(route => route.replace(/^HEAD /, 'GET '));
    expect(unique(api.operations.map(({ method, path }) => `${method} ${path}`))).toEqual(unique(served));
  });

  it('gives every operation a name of its own in lowerCamelCase, a summary and a tag', () => {
    const ids = api.operations.map(one => one.id);
    expect(unique(ids)).toHaveLength(ids.length);
    expect(ids.filter(id => !/^[a-z][A-Za-z0-9]*$/.test(id))).toEqual([]);
    for (const operation of api.operations)
      expect(operation).toMatchObject({
        id: expect.any(String),
        summary: expect.any(String),
        tags: [expect.any(String)],
      });
  });

  it('describes every parameter of every path', () => {
    for (const { id, path, parameters } of api.operations) {
      const inPath = parameters.filter(one => one.in === 'path').map(one => one.name);
      expect([id, ...inPath]).toEqual([id, ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)]);
    }
  });

  it('names each kind of problem where it may be answered', async () => {
    const { items } = await server.client.read<{ items: { type: string; status: number }[] }>('/problems');
    const documented = JSON.stringify([api.document.paths, api.document.components.responses]);
    expect(items.length).toBeGreaterThan(10);
    for (const { type } of items) expect(documented).toContain(`\`${type.replace('/problems/', '')}\``);
  });

  it('tells of no problem that cannot be', () => {
    const answering = (...statuses: readonly string[]) =>
      api.operations.filter(({ responses }) => statuses.some(status => status in responses));
    const unnamed = answering('404').filter(({ path }) => !path.includes('{'));
    // By its parameter `pipelineId`.
    expect(unnamed.map(({ id }) => id)).toEqual([
      'stageConversion',
      'timeInStage',
      'winRate',
      'salesCycle',
      'salesVelocity',
    ]);
    expect(answering('413', '415').filter(({ method }) => method === 'GET')).toEqual([]);
  });

  it('tells of a `Location` where the record can be read', () => {
    const reads = new Set(api.operations.filter(({ method }) => method === 'GET').map(({ path }) => path));
    const making = api.operations.filter(({ responses }) => '201' in responses);
    const located = making.filter(({ responses }) => 'Location' in responses['201']!.headers!);
    const readable = making.filter(({ path }) => reads.has(`${/^\/v1\/[^/]+/.exec(path)![0]}/{id}`));
    expect(located.map(({ id }) => id)).toEqual(readable.map(({ id }) => id));
    expect(making.map(({ id }) => id).filter(id => !located.some(one => one.id === id))).toEqual(['handOverPortfolio']);
  });

  it('says of every answer that it tells the correlation id, and of a 503 when to come back', () => {
    const untold = (name: string, of: (status: string, type: string) => boolean) =>
      api.operations.flatMap(({ id, responses }) =>
        Object.entries(responses)
          .filter(
            ([status, { content, headers = {} }]) => of(status, Object.keys(content ?? {})[0]!) && !(name in headers),
          )
          .map(([status]) => `${id} ${status}`),
      );
    expect(untold('X-Correlation-Id', () => true)).toEqual([]);
    expect(untold('Retry-After', (status, type) => status === '503' && type === 'application/problem+json')).toEqual(
      [],
    );
  });

  it('says that a write needs to know who acts', () => {
    expect(api.commands.length).toBeGreaterThan(100);
    for (const { parameters } of api.commands)
      expect(parameters.find(one => one.name === 'X-Actor')).toMatchObject({ in: 'header', required: true });
  });

  const commands = allCommandRoutes.flatMap(({ aggregate, paths }) =>
    Object.entries(paths).map(([command, path]) => ({ aggregate, command, path })),
  );
  it.each(commands)(
    'shows $command with an example that the server understands',
    async ({ aggregate, command, path }) => {
      const { example } = commandContractOf(aggregate.commands[command]!);
      const operation = api.command(command);
      expect(operation.path).toBe(path.replace(':id', '{id}'));
      expect(api.example(command)).toEqual(example);

      const answer = await server.client.post(addressOf(operation, uuidv7()), example);
      expect({ status: answer.status, answer: answer.body }).not.toMatchObject({ status: 400 });
      expect(answer.status).toBeLessThan(500);
    },
  );

  it('is found from the documentation page', async () => {
    const { status, headers } = await server.client.send('/docs/');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  });
});
