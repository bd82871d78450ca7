import type { Parked, ParkedTally } from '@touchstream/view-store';

/** What is parked of a generation, in short. */
export interface ParkedSummary {
  readonly keys: number;
  readonly events: number;
  /** When the oldest was parked; ISO 8601, UTC. */
  readonly oldest?: string;
}

/** The keys of a generation that have parked events, those of the running batch among them. */
export class ParkedKeys {
  private readonly byKey: Map<string, ParkedTally>;

  constructor(stored: ReadonlyMap<string, ParkedTally>) {
    this.byKey = new Map(stored);
  }

  get tallies(): ReadonlyMap<string, ParkedTally> {
    return this.byKey;
  }

  /** Those of several loops that have a part of the view each; a key that more than one knows is the same one. */
  static together(parts: readonly ParkedKeys[]): ParkedKeys {
    return new ParkedKeys(new Map(parts.flatMap(({ byKey }) => [...byKey])));
  }

  /** More events have been parked. */
  add(parked: readonly Parked[]): void {
    for (const { key, position, parkedAt } of parked) {
      const { count, oldest, first } = this.byKey.get(key) ?? { count: 0, oldest: parkedAt, first: position };
      this.byKey.set(key, { count: count + 1, oldest, first: position < first ? position : first });
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
