import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../fixtures/api.js';
import { makeHistory } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';
import { filesIn, isThere, jsonOf, yamlOf } from './files.js';
import { spokenByVariable, spokenOf, type Spoken } from './queries.js';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: { readonly query: string } }[];
  };
}
interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const dashboards = filesIn('infra/grafana/dashboards').map(path => [path, jsonOf<Dashboard>(path)] as const);
const alerts = yamlOf<{ groups: { name: string; rules: Alert[] }[] }>('infra/prometheus/alerts.yml').groups.flatMap(
  group => group.rules,
);
const prometheus = yamlOf<{
  rule_files: string[];
  scrape_configs: {
    job_name: string;
    dns_sd_configs?: { names: string[]; port: number }[];
    static_configs?: { targets: string[] }[];
  }[];
}>('infra/prometheus/prometheus.yml');
const compose = yamlOf<{
  services: Record<string, { environment?: Record<string, string>; volumes?: string[] }>;
}>('infra/compose.yaml');

const expressions = [
  ...dashboards.flatMap(([path, { panels }]) =>
    panels.flatMap(panel =>
      (panel.targets ?? []).map(({ expr }) => [`${path}: ${panel.title}`, spokenOf(expr)] as const),
    ),
  ),
  ...dashboards.flatMap(([path, { templating }]) =>
    templating.list.map(one => [`${path}: $${one.name}`, spokenByVariable(one.query.query)] as const),
  ),
  ...alerts.map(one => [one.alert, spokenOf(one.expr)] as const),
];

/** What Prometheus itself knows of what it scrapes. */
const OF_PROMETHEUS = new Set(['up']);
/** What Prometheus adds to every metric of ours, and the bounds of a histogram's buckets. */
const ADDED_LABELS = ['app', 'instance', 'job', 'service', 'namespace', 'le'];

/** What a server's text of metrics names: with `_bucket`, `_sum` and `_count` of histograms, and the labels of samples. */
function exposed(text: string) {
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!] as const);
  const names = types.flatMap(([name, type]) => {
    if (type === 'histogram') return ['_bucket', '_sum', '_count'].map(suffix => name + suffix);
    return type === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name];
  });
  const labels = new Map<string, Set<string>>();
  for (const [, name, inside] of text.matchAll(/^(\w+)\{([^}]*)\} /gm)) {
    const found = labels.get(name!) ?? new Set();
    for (const [, label] of inside!.matchAll(/(\w+)="/g)) found.add(label!);
    labels.set(name!, found);
  }
  return { types, names: new Set(names), labels };
}

describe('dashboards and alerts', () => {
  let server: TestServer;
  let metrics: ReturnType<typeof exposed>;

  beforeAll(async () => {
    server = await TestServer.start();
    const { customerId, position } = await makeHistory(server.client, await Api.of(server.client), 'INFRA');
    await server.client.get(`/v1/customers/${customerId}`, { minPosition: position });
    metrics = exposed((await server.client.send<string>('/metrics')).body);
  });
  afterAll(() => server.dispose());

  it.each(expressions)('speak of metrics that the apps have: %s', (_, { metrics: spoken }: Spoken) => {
    expect(spoken.length).toBeGreaterThan(0);
    expect(spoken.filter(name => !metrics.names.has(name) && !OF_PROMETHEUS.has(name))).toEqual([]);
  });

  it.each(expressions)('speak of labels that those have: %s', (_, { metrics: spoken, labels }: Spoken) => {
    const known = spoken.flatMap(name => [...(metrics.labels.get(name) ?? [])]);
    const seen = spoken.some(name => metrics.labels.has(name));
    expect(seen ? labels.filter(label => ![...known, ...ADDED_LABELS].includes(label)) : []).toEqual([]);
  });

  it('show every metric of ours somewhere', () => {
    const spoken = new Set(expressions.flatMap(([, one]) => one.metrics));
    const ours = metrics.types.filter(([name]) => name.startsWith('touchstream_'));
    const unseen = ours.filter(([name]) => ![name, `${name}_bucket`, `${name}_count`].some(one => spoken.has(one)));
    expect(ours.length).toBeGreaterThan(10);
    expect(unseen.map(([name]) => name)).toEqual([]);
  });
});

describe.each(dashboards)('%s', (_, dashboard) => {
  it('says of each panel what it shows, from the source that is provisioned', () => {
    const { datasources } = yamlOf<{ datasources: { uid: string }[] }>(
      'infra/grafana/provisioning/datasources/sources.yaml',
    );
    for (const panel of dashboard.panels.filter(one => one.type !== 'row')) {
      expect(panel).toMatchObject({ title: expect.any(String), description: expect.stringMatching(/\.$/) });
      expect(datasources.map(one => one.uid)).toContain(panel.datasource?.uid);
    }
  });

  it('has its panels beside each other', () => {
    const cells = dashboard.panels.flatMap(({ title, gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (__, at) => [`${x + (at % w)},${y + Math.floor(at / w)}`, title] as const),
    );
    expect(cells.length).toBe(new Set(cells.map(([cell]) => cell)).size);
    for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    expect(new Set(dashboard.panels.map(one => one.id)).size).toBe(dashboard.panels.length);
  });

  it('has a name of its own', () => {
    expect(
      dashboards.filter(([, other]) => other.uid === dashboard.uid || other.title === dashboard.title),
    ).toHaveLength(1);
  });
});

describe('Grafana', () => {
  it('opens with a dashboard that is there', () => {
    const { GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: home } = compose.services['grafana']!.environment!;
    const { providers } = yamlOf<{ providers: { options: { path: string } }[] }>(
      'infra/grafana/provisioning/dashboards/files.yaml',
    );
    const folder = providers[0]!.options.path;
    expect(compose.services['grafana']!.volumes).toContain(`./grafana/dashboards:${folder}:ro`);
    expect(isThere(home!.replace(folder, 'infra/grafana/dashboards'))).toBe(true);
  });
});

describe('Prometheus', () => {
  it('finds every app, and its rules', () => {
    const jobs = prometheus.scrape_configs;
    const [apps] = jobs.find(one => one.job_name === 'touchstream')!.dns_sd_configs!;
    for (const app of apps!.names)
      expect(compose.services[app]?.environment).toMatchObject({ PORT: String(apps!.port) });
    const targets = jobs.flatMap(one => one.static_configs ?? []).flatMap(one => one.targets);
    const hosts = targets.map(target => target.split(':')[0]!).filter(host => host !== 'localhost');
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(hosts));
    for (const file of prometheus.rule_files)
      expect(compose.services['prometheus']!.volumes).toContain(`./prometheus/${file.split('/').at(-1)}:${file}:ro`);
  });

  it('has rules of jobs that it scrapes, each with a name of its own, a severity and what it means', () => {
    const jobs = prometheus.scrape_configs.map(one => one.job_name);
    for (const { alert, expr, labels, annotations } of alerts) {
      expect([alert, labels['severity']]).toEqual([alert, expect.stringMatching(/^(critical|warning)$/)]);
      expect(annotations).toMatchObject({ summary: expect.any(String), description: expect.stringMatching(/\.$/) });
      for (const [, job] of expr.matchAll(/job="([^"]*)"/g)) expect(jobs).toContain(job);
    }
    expect(new Set(alerts.map(one => one.alert)).size).toBe(alerts.length);
  });
});
