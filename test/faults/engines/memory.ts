import { residentMemory } from '../../bench/system/memory.js';
import type { Supervised } from './supervised.js';

/** A process that has been seen so often is judged. */
const ENOUGH = 10;
/** What it may have gained between the first half of its life and the second, in MB and as a part. */
const MOST_MB = 48;
const MOST_PART = 0.35;

const least = (values: readonly number[]) => Math.min(...values);

/**
 * What a process held at least, in MB, in the first and the second half of its life: what stays when garbage has gone. The first
 * fifth is left out, in which caches fill. Undefined where it was not seen often enough.
 */
function halves(megabytes: readonly number[]): { readonly before: number; readonly after: number } | undefined {
  if (megabytes.length < ENOUGH) return undefined;
  const settled = megabytes.slice(Math.ceil(megabytes.length / 5));
  const half = Math.floor(settled.length / 2);
  return { before: least(settled.slice(0, half)), after: least(settled.slice(half)) };
}

/** Whether a process holds more and more, by what it held at one look after the other, in MB. */
export function isGrowing(megabytes: readonly number[]): boolean {
  const seen = halves(megabytes);
  return seen !== undefined && seen.after - seen.before > Math.max(MOST_MB, seen.before * MOST_PART);
}

/** How much memory each process holds after each fault that it lived through. */
export class Memory {
  readonly #seen = new Map<number, { readonly name: string; readonly megabytes: number[] }>();

  async look(processes: readonly Supervised[]): Promise<void> {
    for (const { name, running } of processes) {
      const { pid } = running.program;
      const seen = this.#seen.get(pid) ?? { name, megabytes: [] };
      this.#seen.set(pid, seen);
      seen.megabytes.push(await residentMemory(pid));
    }
  }

  /** Of each process that was seen often enough, for people; and whether it grew all the time. */
  summary(): readonly { readonly line: string; readonly grows: boolean }[] {
    return [...this.#seen.values()].flatMap(({ name, megabytes }) => {
      const seen = halves(megabytes);
      if (seen === undefined) return [];
      const grows = isGrowing(megabytes);
      const line = `${name}: ${Math.round(seen.before)} MB, then ${Math.round(seen.after)} MB, over ${megabytes.length} faults`;
      return [{ line: grows ? `${line}: it GROWS` : line, grows }];
    });
  }
}
