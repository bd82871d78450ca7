import { setImmediate } from 'node:timers/promises';
import { EventStoreUnavailable } from '@touchstream/event-store';
import type { PreparedCommand, RowFault, RowPlanner } from '../plan/index.js';
import type { OpenFile, Row } from '../reading/index.js';
import { noJournal, type Journal } from './journal.js';
import { RecordOrder } from './order.js';
import { recordedRow } from './recorded.js';
import type { RefusedRow } from './result.js';
import { refusalIn, type Sender } from './sender.js';

export interface FileImportOptions {
  /** The file's name in the mapping. */
  readonly file: string;
  readonly planner: RowPlanner;
  readonly sender: Sender;
  /** So many rows are under way at a time, so that their appends share a commit. */
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  readonly onRefused: (row: RefusedRow) => unknown;
  /** Told of each line that is read. */
  readonly onLine: (line: number) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** So many rows begin in one turn of the event loop, so that a commit need not wait for all of them to be planned. */
const AT_ONCE = 64;
/** And for so long, in milliseconds: a row with many patterns may take as long itself, and others wait for their turn. */
const LONGEST_TURN = 20;

interface Refusal {
  readonly faults: readonly RowFault[];
  readonly done: readonly string[];
}

/** Carries the rows of one file out. */
export class FileImport {
  accepted = 0;
  rejected = 0;
  unchanged = 0;
  events = 0;
  readonly #order = new RecordOrder();
  #journal: Journal = noJournal;
  #underWay = 0;
  #wake: (() => void) | undefined;
  #failure: unknown;
  #failed = false;
  #turn: Promise<void> | undefined;

  constructor(private readonly options: FileImportOptions) {}

  /**
   * Runs to the end of the file, or until the signal aborts; true where every row has its result. Throws what stands in
   * the way of all rows, after those under way have ended.
   */
  async run({ rows }: OpenFile, journal: Journal): Promise<boolean> {
    this.#journal = journal;
    const ended = await this.#all(rows);
    await this.#fewerThan(1);
    if (this.#failed) {
      // What was answered may still be written down; where the store is away, those rows are done again.
      if (!(this.#failure instanceof EventStoreUnavailable)) await journal.flush();
      throw this.#failure;
    }
    await journal.flush();
    return ended;
  }

  async #all(rows: AsyncIterable<readonly Row[]>): Promise<boolean> {
    const { concurrency, signal, onLine, clock } = this.options;
    let begun = 0;
    let since = clock();
    for await (const run of rows)
      for (const row of run) {
        if (this.#failed || signal?.aborted === true) return false;
        onLine(row.row);
        if (this.#journal.isAccepted(row.row)) {
          this.accepted += 1;
          this.unchanged += 1;
          continue;
        }
        this.#start(row);
        begun += 1;
        if (this.#underWay >= concurrency) await this.#fewerThan(concurrency);
        else if (begun % AT_ONCE !== 0 && clock() - since < LONGEST_TURN) continue;
        await this.#nextTurn();
        since = clock();
      }
    return true;
  }

  /**
   * The next turn of the event loop. Rows go on in it, not as soon as they are answered: what others have appended
   * meanwhile is then on its way to the disk. Else all would wait for the disk together, and the disk for all of them.
   */
  #nextTurn(): Promise<void> {
    return (this.#turn ??= setImmediate().then(() => (this.#turn = undefined)));
  }

  /** Waits until fewer rows than so many are under way. */
  async #fewerThan(most: number): Promise<void> {
    while (this.#underWay >= most) await new Promise<void>(resolve => (this.#wake = resolve));
  }

  #start(row: Row): void {
    this.#underWay += 1;
    this.#row(row).then(this.#end, this.#fail);
  }

  readonly #end = (): void => {
    this.#underWay -= 1;
    this.#wake?.();
  };

  readonly #fail = (error: unknown): void => {
    this.#failure ??= error;
    this.#failed = true;
    this.#end();
  };

  #row(row: Row): Promise<void> {
    if (row.fault !== undefined) return this.#refuse(row.row, { faults: [faultOf(row)], done: [] });
    const { planner, sender } = this.options;
    const planned = planner.plan(row.row, row.fields, sender.isKnown);
    if (planned.faults !== undefined) return this.#refuse(row.row, { faults: planned.faults, done: [] });
    const { commands } = planned;
    const concern = {
      changes: commands.map(one => one.aggregateId),
      names: commands.flatMap(one => one.names),
      // Those that many rows say may have been carried out meanwhile.
      stillChanges: () => new Set(commands.filter(one => !sender.isKnown(one.commandId)).map(one => one.aggregateId)),
    };
    return this.#order.run(concern, () => this.#carryOut(row, commands));
  }

  async #carryOut(row: Row & { fault?: undefined }, commands: readonly PreparedCommand[]): Promise<void> {
    const done: string[] = [];
    let events = 0;
    for (const command of commands) {
      // Rows that wait for their turn when all stops have not begun.
      if (this.#failed) return;
      try {
        events += await this.options.sender.send(command);
        await this.#nextTurn();
        done.push(command.plan.known.name);
      } catch (error) {
        const refusal = refusalIn(error);
        if (refusal === undefined) throw error;
        const { reason, pointer } = refusal;
        const origin = this.options.planner.origin(command.plan.placesOf(pointer), row.fields);
        const fault = {
          ...origin,
          reason: `${[command.plan.known.name, pointer].filter(Boolean).join(' ')}: ${reason}`,
        };
        return this.#refuse(row.row, { faults: [fault], done });
      }
    }
    await this.#accept(row.row, commands, events);
  }

  #accept(row: number, commands: readonly PreparedCommand[], events: number): Promise<void> | undefined {
    this.accepted += 1;
    this.events += events;
    if (events === 0) this.unchanged += 1;
    const target = commands.findLast(one => !one.plan.once) ?? commands.at(-1);
    return this.#journal.accept({
      row,
      commandIds: commands.map(one => one.commandId),
      ...(target === undefined ? {} : { targetId: target.aggregateId }),
      unchanged: events === 0,
    });
  }

  async #refuse(row: number, { faults, done }: Refusal): Promise<void> {
    this.rejected += 1;
    await this.options.onRefused({ file: this.options.file, row, faults, done });
    await this.#journal.reject(recordedRow(row, faults));
  }
}

const faultOf = ({ column, text, fault }: Row & { fault: string }): RowFault => ({
  ...(column === undefined ? {} : { column }),
  value: text,
  reason: fault,
});
