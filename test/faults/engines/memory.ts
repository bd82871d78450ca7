import { residentMemory } from '../../bench/system/memory.js';
import type { Supervised } from './supervised.js';

/** A process that has been seen so often is judged. */
const ENOUGH = 10;
/** What it may have gained between the first half of its life and the second, in MB and as a part. */
const MOST_MB = 48;
const MOST_PART = 0.35;

const least = (values: readonly number[]) => Math.min(...values);

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

  /**
   * Processes that grew all the time. Of each half of the looks the least is taken: what stays when garbage has gone. The first fifth is
   * left out, in which caches fill.
   */
  growing(): readonly string[] {
    return [...this.#seen.values()].flatMap(({ name, megabytes }) => {
      if (megabytes.length < ENOUGH) return [];
      const grown = megabytes.slice(Math.ceil(megabytes.length / 5));
      const half = Math.floor(grown.length / 2);
      const [before, after] = [least(grown.slice(0, half)), least(grown.slice(half))];
      const isFlat = after - before <= Math.max(MOST_MB, before * MOST_PART);
      return isFlat ? [] : [`${name}: from ${Math.round(before)} to ${Math.round(after)} MB`];
    });
  }

  /** For people: the least at first and at last, of those that were seen often enough. */
  summary(): readonly string[] {
    return [...this.#seen.values()].flatMap(({ name, megabytes }) => {
      if (megabytes.length < ENOUGH) return [];
      const half = Math.floor(megabytes.length / 2);
      const [before, after] = [least(megabytes.slice(0, half)), least(megabytes.slice(half))];
      return [`${name}: ${Math.round(before)} MB, then ${Math.round(after)} MB, in ${megabytes.length} looks`];
    });
  }
}
