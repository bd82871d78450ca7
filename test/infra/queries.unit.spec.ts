import { describe, expect, it } from '@jest/globals';
import { spokenByVariable, spokenOf } from './queries.js';

describe('what a query speaks of', () => {
  it.each([
    ['up', ['up'], []],
    ['up{job="a{b"} == 0', ['up'], ['job']],
    [
      'sum by (view, app) (rate(lag_total{view=~"$view", app!="x"}[$__rate_interval])) > 0.5',
      ['lag_total'],
      ['view', 'app'],
    ],
    ['histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m])))', ['h_bucket'], ['le']],
    ['sum(rate(a_total[5m]))\n  / sum(rate(b_total[5m])) > 1e3', ['a_total', 'b_total'], []],
    ['absent(a) or on (view) b unless c', ['a', 'b', 'c'], ['view']],
  ])('%s', (expression, metrics, labels) => {
    expect(spokenOf(expression)).toEqual({ metrics, labels });
  });

  it('is the metric and the label of a variable', () => {
    expect(spokenByVariable('label_values(commands_total, aggregate)')).toEqual({
      metrics: ['commands_total'],
      labels: ['aggregate'],
    });
    expect(() => spokenByVariable('query_result(up)')).toThrow('no query of a variable');
  });
});
