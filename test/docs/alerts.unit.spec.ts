import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { tableRows } from './settings.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert?: string; readonly labels: { readonly severity: string } }[];
  }[];
}

describe('the guide to production', () => {
  it('says what to do on every alert, and of none that there is not', () => {
    const { groups } = parse(read('infra/prometheus/alerts.yml')) as Rules;
    const alerts = groups.flatMap(({ rules }) => rules.map(({ alert, labels }) => `${alert} ${labels.severity}`));
    const told = tableRows(read('docs/guides/production.md'))
      .filter(([name]) => name?.startsWith('`Touchstream'))
      .map(([name, severity]) => `${name!.slice(1, -1)} ${severity}`);
    expect(alerts.length).toBeGreaterThan(10);
    expect(told.sort()).toEqual(alerts.sort());
  });
});
