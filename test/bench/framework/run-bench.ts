import type { Installations } from '../history/installations.js';
import { CannotRun, type Bench } from './bench.js';
import { Lab } from './lab.js';
import type { Outcome } from './report.js';
import type { Scale } from './scale.js';
import { judge } from './verdict.js';

/** Runs a bench and judges it; whatever happens, what it started is ended and its folders are gone. */
export async function runBench(bench: Bench, scale: Scale, installations: Installations): Promise<Outcome> {
  const lab = new Lab({ scale, installations });
  try {
    return judge(bench, await bench.run(lab));
  } catch (error) {
    if (error instanceof CannotRun) return { bench: bench.name, skipped: error.message };
    throw error;
  } finally {
    await lab.clear();
  }
}
