import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Installations } from '../history/installations.js';
import { alternate } from './alternate.js';
import { CannotRun, type Bench, type Measured } from './bench.js';
import { details, markdown, table } from './report.js';
import { runBench } from './run-bench.js';
import type { Scale } from './scale.js';
import { judge } from './verdict.js';

const measured: Measured = {
  figure: 0.123456,
  ours: { values: [120.04, 100, 123.456], unit: 'events/s' },
  base: { values: [1000], unit: 'events/s' },
  notes: ['64 clients'],
};
const bench = (over: Partial<Bench> = {}): Bench => ({
  name: 'sample',
  figure: 'this ÷ that',
  bar: 0.1,
  direction: 'at least',
  run: async () => measured,
  ...over,
});
const run = (one: Bench, scale: Scale = 'moderate') => runBench(one, scale, new Installations());

describe('a verdict', () => {
  it('is one JSON object of this shape', async () => {
    expect(JSON.parse(JSON.stringify(await run(bench())))).toEqual({
      bench: 'sample',
      figure: 0.1235,
      bar: 0.1,
      met: true,
      ours: { median: 120, min: 100, max: 123.5, unit: 'events/s' },
      base: { median: 1000, min: 1000, max: 1000, unit: 'events/s' },
      rounds: 3,
      notes: ['64 clients'],
    });
  });
  it.each([
    ['at least', 0.1, 0.1, true],
    ['at least', 0.1, 0.0999999, false],
    ['at most', 50, 50, true],
    ['at most', 50, 50.00001, false],
  ] as const)('holds a figure to be %s %d: %d is %s', (direction, bar, figure, met) => {
    expect(judge(bench({ direction, bar }), { ...measured, figure }).met).toBe(met);
  });
  it('is not given of what is no figure', () => {
    for (const figure of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => judge(bench(), { ...measured, figure })).toThrow(RangeError);
  });
});

describe('rounds', () => {
  it('alternate between both sides, warm-ups first, which do not count', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);
    const results = await alternate({ rounds: 2, warmUps: 1 }, { ours: side('ours'), base: side('base') });
    expect(order).toEqual(['ours', 'base', 'ours', 'base', 'ours', 'base']);
    expect(results).toEqual({ ours: [3, 5], base: [4, 6] });
  });
  it('are at least five after a warm-up, but for a smoke test', async () => {
    const seen: number[][] = [];
    const looking = bench({
      run: async ({ rounds, warmUps }) => {
        seen.push([rounds, warmUps]);
        return measured;
      },
    });
    for (const scale of ['smoke', 'moderate', 'full'] as const) await run(looking, scale);
    expect(seen).toEqual([
      [1, 0],
      [5, 1],
      [5, 1],
    ]);
  });
});

describe('a lab', () => {
  it('gives the sizes of its scale', async () => {
    const sizes = { smoke: 1, moderate: 2, full: 3 };
    const seen: number[] = [];
    const looking = bench({
      run: async lab => {
        seen.push(lab.sized(sizes));
        return measured;
      },
    });
    await run(looking, 'smoke');
    await run(looking, 'full');
    expect(seen).toEqual([1, 3]);
  });
  it('ends what was started and removes its folders, also where a bench fails', async () => {
    let folder = '';
    let ended = 0;
    const failing = bench({
      run: async lab => {
        folder = await lab.folder();
        await writeFile(join(folder, 'data'), 'x');
        lab.keep({ end: async () => void (ended += 1) });
        throw new Error('broken');
      },
    });
    await expect(run(failing)).rejects.toThrow('broken');
    expect(existsSync(folder)).toBe(false);
    expect(ended).toBe(1);
  });
});

describe('a bench that cannot run here', () => {
  it('says why', async () => {
    const lacking = bench({
      run: async () => {
        throw new CannotRun('there is no data');
      },
    });
    expect(await run(lacking)).toEqual({ bench: 'sample', skipped: 'there is no data' });
  });
});

describe('a report', () => {
  it('shows figure, bar and verdict of each bench', async () => {
    const benches = [bench(), bench({ name: 'other', bar: 20, direction: 'at most' }), bench({ name: 'absent' })];
    const outcomes = [
      await run(benches[0]!),
      judge(benches[1]!, { ...measured, figure: 25 }),
      { bench: 'absent', skipped: 'no strace' },
    ];
    const [head, ...rows] = table(benches, outcomes).split('\n');
    expect(head).toMatch(/^bench +figure +bar +verdict +ours +base$/);
    expect(rows[0]).toMatch(/^sample +0.1235 +≥ 0.1 +met +120 events\/s \(100 to 123.5\) +1,000 events\/s$/);
    expect(rows[1]).toMatch(/^other +25 +≤ 20 +missed /);
    expect(rows[2]).toMatch(/^absent +≥ 0.1 +skipped: no strace$/);
    expect(markdown(benches, outcomes)).toContain('| `other` | 25 | ≤ 20 | missed |');
    expect(details(benches[0]!, outcomes[0]!)).toBe('  this ÷ that\n  64 clients');
  });
});
