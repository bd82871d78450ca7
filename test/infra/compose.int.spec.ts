import { describe, expect, it } from '@jest/globals';
import { ensureListenable, readConfig, type Config, type httpSettings } from '@touchstream/platform';
import { settingsByApp, variablesOf } from './apps.js';
import { isThere, PINNED, textOf, yamlOf } from './files.js';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly deploy: { readonly resources: { readonly limits: Readonly<Record<string, string>> } };
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
}

const compose = yamlOf<Compose>('infra/compose.yaml');
const services = Object.entries(compose.services);
const apps = Object.keys(settingsByApp);

describe('the compose file', () => {
  it('runs every app, every engine, and what watches them', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining([...apps, 'kurrentdb', 'mongodb', 'kafka', 'otel-collector', 'prometheus', 'grafana']),
    );
  });

  describe.each(services)('%s', (name, service) => {
    it('has an image that is pinned', () => {
      expect(service.image).toMatch(PINNED);
    });

    it('waits for services that are there, and that can tell when they are ready', () => {
      const awaited = Object.entries(service.depends_on ?? {});
      for (const [other] of awaited) expect(compose.services).toHaveProperty([other]);
      for (const [other] of awaited.filter(([, { condition }]) => condition === 'service_healthy'))
        expect(compose.services[other]).toMatchObject({ healthcheck: {} });
    });

    it('mounts files and volumes that are there', () => {
      for (const mount of service.volumes ?? []) {
        const [source = ''] = mount.split(':');
        expect([source, source.startsWith('.') ? isThere(`infra/${source}`) : source in compose.volumes]).toEqual([
          source,
          true,
        ]);
      }
      for (const network of service.networks) expect(compose.networks).toHaveProperty(network);
    });

    it('is seen from this machine alone, where at all', () => {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      expect(service.networks.includes('edge')).toBe(service.ports !== undefined);
    });

    it('gets no more rights and resources than it needs', () => {
      expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect(Object.keys(service.deploy.resources.limits).sort()).toEqual(['cpus', 'memory']);
      // Their images write beside their data when they start.
      expect(service.read_only === true).toBe(name !== 'kurrentdb' && name !== 'kafka');
    });
  });

  it('keeps the engines on a network without a way out', () => {
    expect(compose.networks['engines']).toEqual({ internal: true });
    for (const engine of ['kurrentdb', 'mongodb']) expect(compose.services[engine]!.networks).toEqual(['engines']);
  });

  describe.each(apps)('the app %s', app => {
    const { image, build, command, environment = {}, healthcheck } = compose.services[app]!;

    it('is built from the Dockerfile and runs its own program', () => {
      expect(image).toBe(compose.services['command-api']!.image);
      expect(isThere(`infra/${build!.context}/${build!.dockerfile}`)).toBe(true);
      expect(command).toEqual([`apps/${app}/dist/main.js`]);
      expect(isThere(`apps/${app}/src/main.ts`)).toBe(true);
    });

    it('is given every setting it needs, and none that it does not know', () => {
      const { known, required } = variablesOf(app);
      expect(known).toEqual(expect.arrayContaining(Object.keys(environment)));
      expect(Object.keys(environment)).toEqual(expect.arrayContaining([...required]));
    });

    it('takes what it is given', () => {
      const config = readConfig(settingsByApp[app]!, environment) as Config<typeof httpSettings>;
      expect(() => ensureListenable(config)).not.toThrow();
    });

    it('names in its URLs services that it can reach', () => {
      const hosts = Object.values(environment).flatMap(value =>
        [...value.matchAll(/:\/\/([\w-]+):\d+/g)].map(([, host]) => host!),
      );
      expect(hosts.length).toBeGreaterThan(0);
      for (const host of hosts)
        expect([host, compose.services[host]?.networks]).toEqual([host, expect.arrayContaining(['engines'])]);
    });

    it('is asked whether it is ready at a route that it has', () => {
      expect(healthcheck!.test).toEqual(['CMD', 'node', 'healthcheck.mjs', '/health/ready']);
    });
  });

  it('has the collector listen where the apps send traces to', () => {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = compose.services['projector']!.environment!;
    const collector = yamlOf<{ receivers: { otlp: { protocols: { http: { endpoint: string } } } } }>(
      'infra/otel/collector.yaml',
    );
    expect(new URL(endpoint!).port).toBe(collector.receivers.otlp.protocols.http.endpoint.split(':')[1]);
    expect(compose.services).toHaveProperty([new URL(endpoint!).hostname]);
  });

  it('makes the replica set that the apps ask for', () => {
    const script = textOf('infra/mongodb/replica-set.js');
    const { VIEW_STORE_URL: url } = compose.services['projector']!.environment!;
    expect(script).toContain(`_id: '${new URL(url!).searchParams.get('replicaSet')}'`);
    expect(script).toContain(`host: '${new URL(url!).host}'`);
  });
});
