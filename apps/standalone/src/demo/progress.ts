/** Where progress is shown: `process.stderr`. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;
const CLEAR_LINE = '\r\u001B[K';
const grouped = (count: number) => count.toLocaleString('en');

/** A bar on a terminal; elsewhere, as in a log, a line at the start and one at the end. */
export class Progress {
  #shown = '';

  constructor(
    private readonly title: string,
    private readonly total: number,
    private readonly output: ProgressOutput,
  ) {
    if (output.isTTY === true) this.reached(0);
    else output.write(`${title}: ${grouped(total)} steps\n`);
  }

  /** So many of the steps are done. */
  reached(done: number): void {
    const filled = Math.floor((WIDTH * done) / this.total);
    const percent = Math.floor((100 * done) / this.total);
    const bar = '='.repeat(filled).padEnd(WIDTH);
    this.#show(
      `${this.title} [${bar}] ${`${percent}`.padStart(3)} %  ${grouped(done)}/${grouped(this.total)}`,
      percent,
    );
  }

  /** What is done after the steps. */
  finishing(what: string): void {
    this.#show(`${this.title}: ${what}`);
  }

  end(text: string): void {
    this.output.write(this.output.isTTY === true ? `${CLEAR_LINE}${text}\n` : `${text}\n`);
  }

  /** Terminals are slow: a line is written anew only where its mark is another. */
  #show(line: string, mark: string | number = line): void {
    if (this.output.isTTY !== true || this.#shown === `${mark}`) return;
    this.#shown = `${mark}`;
    this.output.write(`${CLEAR_LINE}${line}`);
  }
}
