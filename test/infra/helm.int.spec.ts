import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { settingsByApp, variablesOf } from './apps.js';
import { filesIn, jsonOf, textOf, yamlOf } from './files.js';

const CHART = 'infra/helm/touchstream';
type Values = Record<string, unknown>;

const values = yamlOf<Values>(`${CHART}/values.yaml`);
const schema = jsonOf<object>(`${CHART}/values.schema.json`);
const templates = filesIn(`${CHART}/templates`).map(path => [path, textOf(path)] as const);
const allTemplates = templates.map(([, text]) => text).join('\n');
const validate = new Ajv({ strict: false }).compile(schema);

/** The value at a path of names. */
const at = (path: string, from: unknown = values): unknown =>
  path.split('.').reduce<unknown>((node, name) => (node as Values | undefined)?.[name], from);

describe('the values of the Helm chart', () => {
  it('are those that its schema describes', () => {
    expect([validate(values), validate.errors ?? []]).toEqual([true, []]);
  });

  it.each([
    ['an image that may be another one tomorrow', { image: { ...(values['image'] as Values), tag: 'latest' } }],
    ['a name that is not known', { tennantId: 'main' }],
    ['a tenant that the apps refuse', { tenantId: 'Main Street' }],
    ['a level that the apps refuse', { logLevel: 'loud' }],
    ['a share over one', { tracing: { ...(values['tracing'] as Values), share: 2 } }],
  ])('may not be %s', (_, wrong) => {
    expect(validate({ ...values, ...wrong })).toBe(false);
  });

  it('hold no password and no address of an engine', () => {
    expect(at('engines.existingSecret')).toBe('');
    expect(textOf(`${CHART}/values.yaml`)).not.toMatch(/(esdb|kurrentdb|mongodb|kafka)(\+\w+)?:\/\//);
  });

  it('do not let everybody in before somebody said so', () => {
    expect(at('allowRemoteAccessWithoutSignIn')).toBe(false);
    expect(allTemplates).toContain('if not .Values.allowRemoteAccessWithoutSignIn');
  });
});

describe.each(templates)('%s', (_, text) => {
  it('uses values that are there', () => {
    const used = [...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path!);
    expect(used.filter(path => at(path) === undefined)).toEqual([]);
  });
});

describe('the pods', () => {
  const keys = (text: string) => [...text.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name!);
  const shared = keys(textOf(`${CHART}/templates/config-map.yaml`));
  const names = textOf(`${CHART}/templates/_names.tpl`);
  const given = (app: string) => {
    const [, engines] = new RegExp(`"${app}" \\(dict .* "engines" \\(list ([^)]*)\\)`).exec(names) ?? [];
    return [...(engines ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name!);
  };

  it.each(Object.keys(settingsByApp))('of %s get every setting they need, and no engine that they do not', app => {
    const { known, required } = variablesOf(app);
    expect(given(app).sort()).toEqual([...required].sort());
    expect(known).toEqual(expect.arrayContaining(given(app)));
  });

  it('share settings that some app knows', () => {
    const known = Object.keys(settingsByApp).flatMap(app => variablesOf(app).known);
    expect(shared.length).toBeGreaterThan(5);
    expect(known).toEqual(expect.arrayContaining(shared));
  });

  it('run unprivileged and without rights in the cluster', () => {
    const deployments = textOf(`${CHART}/templates/deployments.yaml`);
    for (const line of [
      'runAsNonRoot: true',
      'readOnlyRootFilesystem: true',
      'allowPrivilegeEscalation: false',
      'capabilities: { drop: [ALL] }',
      'automountServiceAccountToken: false',
      'seccompProfile: { type: RuntimeDefault }',
    ])
      expect(deployments).toContain(line);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) expect(deployments).toContain(`${probe}:`);
  });
});

describe('the chart', () => {
  it('is of the version of the project', () => {
    const { version } = jsonOf<{ version: string }>('package.json');
    expect(yamlOf(`${CHART}/Chart.yaml`)).toMatchObject({ version, appVersion: version });
  });
});
