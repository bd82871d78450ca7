import { cleaner, lookedUp, Unfit, type Clean, type LookupTable } from '../columns/index.js';
import type { Column, FileMapping, Value } from '../mapping/mapping.js';
import { commandNamed } from './commands.js';
import { CommandPlan, type IsKnown, type PreparedCommand } from './command-plan.js';
import type { Identities } from './identity.js';
import { ROW, type Places, type Values } from './template.js';

/** What is wrong with a row: the file's column, the text found in it, and why. */
export interface RowFault {
  /** Left out where the row as a whole is wrong. */
  readonly column?: string;
  readonly value?: string;
  readonly reason: string;
}

/** What a row becomes: commands, or the faults that keep it from becoming any. */
export type PlannedRow =
  | { readonly commands: readonly PreparedCommand[]; readonly faults?: undefined }
  | { readonly faults: readonly RowFault[] };

/** The file, or a table, lacks columns that the mapping reads. Nothing of it is imported. Its texts hold nothing that stands in the file. */
export class FileDoesNotFit extends Error {
  override readonly name = 'FileDoesNotFit';
}

/** The columns of the file that a column of the mapping reads. */
export function columnsRead(name: string, column: Column | null): readonly string[] {
  const from = column?.from ?? name;
  return typeof from === 'string' ? [from] : from;
}

/** Where the columns of a mapping stand among a row's values; the number of the row's line stands first. */
export const placesOfColumns = (columns: FileMapping['columns']): Places =>
  new Map([ROW, ...Object.keys(columns)].map((name, at) => [name, at]));

export interface PlanningOptions {
  readonly source: string;
  readonly identities: Identities;
  readonly tables: ReadonlyMap<string, LookupTable>;
}

interface ColumnPlan {
  /** As people know it from the file. */
  readonly label: string;
  readonly from: readonly number[];
  readonly clean: Clean;
}

/** Where the column of that name stands in the header. Throws {@link FileDoesNotFit}. */
function placeIn(header: readonly string[], name: string, what: string): number {
  const place = header.indexOf(name);
  if (place === -1) throw new FileDoesNotFit(`${what} has no column "${name}"; it has ${header.length} of other names`);
  if (header.includes(name, place + 1)) throw new FileDoesNotFit(`${what} has two columns "${name}"`);
  return place;
}

/** Throws {@link FileDoesNotFit}: every row would be refused, or looked up in one of several columns. */
function ensureLookup(lookup: string, tables: PlanningOptions['tables']): void {
  const { table, column } = lookedUp(lookup);
  placeIn(tables.get(table)!.header, column, `the table ${table}`);
}

/** Turns the rows of one file into commands. */
export class RowPlanner {
  readonly #columns: readonly ColumnPlan[];
  readonly #commands: readonly CommandPlan[];

  /** Throws {@link FileDoesNotFit} where the header, or a table, lacks a column. */
  constructor(file: FileMapping, header: readonly string[], { tables, ...naming }: PlanningOptions) {
    this.#columns = Object.entries(file.columns).map(([name, column]) => {
      const read = columnsRead(name, column);
      if (column?.lookup !== undefined) ensureLookup(column.lookup, tables);
      return {
        label: read.join(' '),
        from: read.map(one => placeIn(header, one, 'the file')),
        clean: cleaner(column ?? {}, tables),
      };
    });
    const columns = placesOfColumns(file.columns);
    const changed = new Set(file.commands.map(({ command }) => commandNamed(command)!.aggregate.name));
    this.#commands = file.commands.map(command => new CommandPlan(command, { columns, changed, ...naming }));
  }

  plan(row: number, fields: readonly string[], isKnown: IsKnown): PlannedRow {
    const values: Value[] = [row];
    const faults: RowFault[] = [];
    for (const column of this.#columns) {
      const text = textOf(column, fields);
      const value = column.clean(text);
      if (value instanceof Unfit) faults.push({ column: column.label, value: text, reason: value.reason });
      values.push(value instanceof Unfit ? undefined : value);
    }
    return faults.length > 0 ? { faults } : this.#prepare(values, fields, isKnown);
  }

  /** Which columns of the file stand at places among a row's values, and what they say. */
  origin(places: readonly number[], fields: readonly string[]): Pick<RowFault, 'column' | 'value'> {
    const columns = places.flatMap(place => this.#columns[place - 1] ?? []);
    if (columns.length === 0) return {};
    return {
      column: columns.map(one => one.label).join(', '),
      value: columns.map(one => textOf(one, fields)).join(', '),
    };
  }

  #prepare(values: Values, fields: readonly string[], isKnown: IsKnown): PlannedRow {
    return preparedAll(this.#commands, values, { isKnown, origin: places => this.origin(places, fields) });
  }
}

const textOf = ({ from }: ColumnPlan, fields: readonly string[]): string =>
  from.length === 1
    ? (fields[from[0]!] ?? '')
    : from
        .map(place => (fields[place] ?? '').trim())
        .join(' ')
        .trim();

/** The commands that are carried out once before the rows. */
export const preparedBefore = (file: FileMapping, { source, identities }: PlanningOptions): PlannedRow =>
  preparedAll(
    (file.before ?? []).map(
      command => new CommandPlan(command, { columns: new Map(), changed: new Set(), source, identities }),
    ),
    [],
    { isKnown: () => false, origin: () => ({}) },
  );

function preparedAll(
  plans: readonly CommandPlan[],
  values: Values,
  {
    isKnown,
    origin,
  }: {
    readonly isKnown: IsKnown;
    readonly origin: (places: readonly number[]) => Pick<RowFault, 'column' | 'value'>;
  },
): PlannedRow {
  const commands: PreparedCommand[] = [];
  const faults: RowFault[] = [];
  for (const plan of plans) {
    if (!plan.applies(values)) continue;
    const prepared = plan.prepare(values, isKnown);
    if ('commandId' in prepared) commands.push(prepared);
    else faults.push(...prepared.map(({ places, reason }) => ({ ...origin(places), reason })));
  }
  if (commands.length > 1 && new Set(commands.map(one => one.commandId)).size < commands.length)
    faults.push({ reason: 'two commands of the row are the same one; give each a step' });
  return faults.length > 0 ? { faults } : { commands };
}
