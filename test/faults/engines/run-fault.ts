import { now, type Fault, type OwnServers } from './fault.js';
import { recoveryOf, type Result } from './report.js';
import type { System } from './system.js';

export interface Run {
  readonly system: System;
  readonly times: number;
  /** Where there are servers that may be killed. */
  readonly servers?: OwnServers;
}

/** Plays a fault so many times under load, waits each time until all has recovered, and judges in the end. */
export async function runFault(fault: Fault, { system, times, servers }: Run): Promise<Result> {
  const before = system.acknowledged;
  const recovery: number[] = [];
  let failed = false;
  system.load();
  try {
    // What recovers must have been well before.
    await system.recovered();
    for (let time = 0; time < times; time += 1) {
      const since = 'inject' in fault ? await fault.inject(system) : await fault.injectInto(servers!, system);
      await system.recovered();
      recovery.push(now() - since);
      if ('after' in fault) await fault.after?.(system);
    }
  } catch (error) {
    failed = true;
    process.stderr.write(`${fault.name}: ${(error as Error).message}\n`);
  }
  const verdict = await system.judge();
  return {
    fault: fault.name,
    engine: fault.engine,
    times: recovery.length,
    acknowledged: system.acknowledged - before,
    ...verdict,
    recoveryMs: failed ? { median: null, max: null } : recoveryOf(recovery),
  };
}
