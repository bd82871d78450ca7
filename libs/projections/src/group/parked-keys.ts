import type { Parked } from '@touchstream/view-store';

interface Tally {
  readonly count: number;
  readonly oldest: string;
}

/** What is parked of a generation, in short. */
export interface ParkedSummary {
  readonly keys: number;
  readonly events: number;
  /** When the oldest was parked; ISO 8601, UTC. */
  readonly oldest?: string;
}

/** The keys of a generation that have parked events, those of the running batch among them. */
export class ParkedKeys {
  private readonly byKey: Map<string, Tally>;
  /** The keys alone. */
  readonly keys: ReadonlySet<string>;
  private readonly held: Set<string>;

  constructor(stored: ReadonlyMap<string, Tally>) {
    this.byKey = new Map(stored);
    this.keys = this.held = new Set(stored.keys());
  }

  /** Those of several loops that have a part of the view each; a key that more than one knows is the same one. */
  static together(parts: readonly ParkedKeys[]): ParkedKeys {
    return new ParkedKeys(new Map(parts.flatMap(({ byKey }) => [...byKey])));
  }

  /** More events have been parked. */
  add(parked: readonly Parked[]): void {
    for (const { key, parkedAt } of parked) {
      const { count, oldest } = this.byKey.get(key) ?? { count: 0, oldest: parkedAt };
      this.byKey.set(key, { count: count + 1, oldest });
      this.held.add(key);
    }
  }

  summary(): ParkedSummary {
    let events = 0;
    let oldest: string | undefined;
    for (const tally of this.byKey.values()) {
      events += tally.count;
      if (oldest === undefined || tally.oldest < oldest) oldest = tally.oldest;
    }
    return { keys: this.byKey.size, events, ...(oldest !== undefined && { oldest }) };
  }
}
