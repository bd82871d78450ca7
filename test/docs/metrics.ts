/** A family of metrics as Prometheus' text format tells it. */
export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  /** Of its samples; undefined where there is none yet. */
  readonly labels: readonly string[] | undefined;
}

/** Labels that are not the metric's own. */
const COMMON = new Set(['app', 'le']);

/** The families in a text, in order of their names. */
export function familiesIn(text: string): readonly MetricFamily[] {
  const types = new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [name!, type!]));
  return [...text.matchAll(/^# HELP (\w+) (.*)$/gm)]
    .map(([, name, help]) => ({ name: name!, help: help!, type: types.get(name!)!, labels: labelsOf(name!, text) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function labelsOf(name: string, text: string): readonly string[] | undefined {
  const sample = new RegExp(`^${name}(?:_bucket)?(?:\\{(.*)\\})? `, 'm').exec(text);
  if (sample === null) return undefined;
  const labels = [...(sample[1] ?? '').matchAll(/(\w+)="[^"]*"/g)].map(([, label]) => label!);
  return labels.filter(label => !COMMON.has(label)).sort();
}
