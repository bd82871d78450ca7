import type { Tuning } from './tuning.js';

/** How much of a view is committed at once while it catches up: by what its commits before have cost. */
export class Pace {
  /** So many documents may be committed at once. */
  room: number;

  constructor(private readonly tuning: Pick<Tuning, 'commitDocuments' | 'commitMs'>) {
    this.room = tuning.commitDocuments;
  }

  /** So many documents were written in so many milliseconds. */
  learn(documents: number, millis: number): void {
    const { commitDocuments, commitMs } = this.tuning;
    if (documents > 0) this.room = Math.min(commitDocuments, Math.max(1, Math.floor((documents * commitMs) / millis)));
  }
}
