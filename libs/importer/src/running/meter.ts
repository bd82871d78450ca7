import type { FileImport } from './file-import.js';
import type { ImportProgress } from './result.js';

/** So often the caller is told, in milliseconds. */
const INTERVAL = 100;

/** Tells how far a file has come, ten times a second at most. */
export class Meter {
  readonly #started: number;
  #told = 0;
  constructor(
    private readonly place: Pick<ImportProgress, 'file' | 'fileNumber' | 'files' | 'lines'>,
    private readonly options: { readonly clock: () => number; readonly tell: (progress: ImportProgress) => void },
  ) {
    this.#started = options.clock();
  }

  millis(): number {
    return this.options.clock() - this.#started;
  }

  read(line: number, counts: Pick<FileImport, 'accepted' | 'rejected'>): void {
    const now = this.options.clock();
    if (now - this.#told < INTERVAL && line < this.place.lines) return;
    this.#told = now;
    const { accepted, rejected } = counts;
    const seconds = (now - this.#started) / 1000;
    const rowsPerSecond = seconds > 0 ? (accepted + rejected) / seconds : 0;
    const linesPerSecond = seconds > 0 ? line / seconds : 0;
    this.options.tell({
      ...this.place,
      line,
      accepted,
      rejected,
      rowsPerSecond,
      ...(linesPerSecond > 0 ? { secondsLeft: Math.max(0, this.place.lines - line) / linesPerSecond } : {}),
    });
  }
}
