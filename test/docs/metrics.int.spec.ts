import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { TestServer } from '../fixtures/server.js';
import { familiesIn, type MetricFamily } from './metrics.js';
import { tableRows } from './settings.js';

const guide = readFileSync(new URL('../../docs/guides/metrics.md', import.meta.url), 'utf8');

describe('the guide to metrics', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.dispose());

  const ours = async (): Promise<readonly MetricFamily[]> => {
    await server.client.write('/v1/customers', { kind: 'person', name: 'Measured' });
    const { body } = await server.client.send<string>('/metrics');
    return familiesIn(body).filter(({ name }) => name.startsWith('touchstream_'));
  };
  const documented = tableRows(guide)
    .filter(([name]) => name?.startsWith('`touchstream_'))
    .map(([name, type, labels, help]) => ({
      name: name!.slice(1, -1),
      type: type!,
      help: help!,
      labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label!).sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

  it('names every metric, what it is of, and what it means', async () => {
    const families = await ours();
    expect(families.length).toBeGreaterThan(15);
    const labelsIn = (one: MetricFamily) => one.labels ?? documented.find(({ name }) => name === one.name)?.labels;
    expect(documented).toEqual(families.map(one => ({ ...one, labels: labelsIn(one) })));
  });

  it('names Node’s own by what they begin with', async () => {
    const { body } = await server.client.send<string>('/metrics');
    const others = familiesIn(body).filter(({ name }) => !name.startsWith('touchstream_'));
    const prefixes = [...guide.matchAll(/`(\w+_)\*`/g)].map(([, prefix]) => prefix!);
    expect(others.map(({ name }) => name).filter(name => !prefixes.some(prefix => name.startsWith(prefix)))).toEqual(
      [],
    );
  });
});
