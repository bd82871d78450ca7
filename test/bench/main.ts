import { parseArgs } from 'node:util';
import type { Bench } from './framework/bench.js';
import { details, markdown, table, type Outcome } from './framework/report.js';
import { runBench } from './framework/run-bench.js';
import type { Scale } from './framework/scale.js';
import { Installations } from './history/installations.js';
import { benches } from './registry.js';

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
  },
});
const scale: Scale = options.smoke ? 'smoke' : options.full ? 'full' : 'moderate';

async function run(wanted: readonly Bench[]): Promise<readonly Outcome[]> {
  const installations = new Installations();
  const outcomes: Outcome[] = [];
  try {
    for (const bench of wanted) {
      const started = performance.now();
      outcomes.push(await runBench(bench, scale, installations));
      if (!options.json) console.error(`${bench.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
  } finally {
    await installations.clear();
  }
  return outcomes;
}

function show(wanted: readonly Bench[], outcomes: readonly Outcome[]): void {
  if (options.json) console.log(JSON.stringify(names.length === 1 ? outcomes[0] : outcomes));
  else if (options.markdown) console.log(markdown(wanted, outcomes));
  else {
    console.log(table(wanted, outcomes));
    if (names.length > 0) console.log(wanted.map((bench, at) => details(bench, outcomes[at]!)).join('\n'));
  }
}

const unknown = names.filter(name => !benches.some(bench => bench.name === name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; there are: ${benches.map(bench => bench.name).join(', ')}`);
  process.exitCode = 2;
} else {
  const wanted = names.length === 0 ? benches : benches.filter(bench => names.includes(bench.name));
  show(wanted, await run(wanted));
}
