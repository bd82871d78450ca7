import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/customer-orders/src');
const guide = readFileSync(join(ROOT, 'docs/guides/subscribing.md'), 'utf8');
/** Samples are shown without the indentation that they have there. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const samples = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text.trimEnd());
const source = readdirSync(EXAMPLE)
  .filter(name => !name.endsWith('.spec.ts'))
  .map(name => readFileSync(join(EXAMPLE, name), 'utf8'))
  .join('\n');

describe('the guide to subscribing', () => {
  it('shows the code of the example service, line by line', () => {
    expect(samples.length).toBeGreaterThan(3);
    for (const sample of samples) expect(flat(source)).toContain(flat(sample));
  });
});
