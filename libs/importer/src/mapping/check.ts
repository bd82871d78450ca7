import type { FileMapping, Mapping, Source, Table } from './mapping.js';
import { checkColumn, type Header } from './check-column.js';
import { checkCommand } from './check-command.js';
import { checkPatterns } from './check-patterns.js';
import type { Fault } from './fault.js';
import { placesOfColumns } from '../plan/file-plan.js';

const at = (path: Fault['path'], faults: Iterable<Fault>): Fault[] =>
  [...faults].map(fault => ({ ...fault, path: [...path, ...fault.path] }));

function* checkSource(source: Source): Generator<Fault> {
  const { encoding } = source;
  if (encoding !== undefined && !isEncoding(encoding)) yield { path: ['encoding'], message: 'is no known encoding' };
  if (source.format === 'csv' && (source.quote ?? '"') === (source.delimiter ?? ','))
    yield { path: ['quote'], message: 'is the delimiter too' };
  if (source.path.split(/[\\/]/).includes('..') || /^([\\/]|[A-Za-z]:)/.test(source.path))
    yield { path: ['path'], message: 'must lie within the folder of the data' };
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

const headerOf = (source: Source): Header => (source.format === 'fixed' ? Object.keys(source.fields) : source.header);

function* checkTable(table: Table): Generator<Fault> {
  yield* checkSource(table);
  if (headerOf(table)?.includes(table.key) === false) yield { path: ['key'], message: 'is no column of the table' };
}

function* checkFile(file: FileMapping, tables: ReadonlyMap<string, Header>): Generator<Fault> {
  yield* checkSource(file);
  const header = headerOf(file);
  for (const [name, column] of Object.entries(file.columns))
    yield* at(['columns', name], checkColumn(name, column ?? {}, { header, tables }));
  const columns = placesOfColumns(file.columns);
  for (const [index, command] of file.commands.entries())
    yield* at(['commands', index], checkCommand(command, columns));
  for (const [index, command] of (file.before ?? []).entries())
    yield* at(['before', index], checkCommand(command, new Map()));
}

/** What is wrong with a mapping whose form is right: names that lead nowhere, commands that cannot be. */
export function checkMapping({ tables = {}, files }: Mapping): Fault[] {
  const names = files.map(file => file.name);
  const headers = new Map(Object.entries(tables).map(([name, table]) => [name, headerOf(table)]));
  return [
    ...Object.entries(tables).flatMap(([name, table]) => at(['tables', name], checkTable(table))),
    ...files.flatMap((file, index) => [
      ...(names.indexOf(file.name) < index
        ? [{ path: ['files', index, 'name'], message: 'names another file too' }]
        : []),
      ...at(['files', index], checkFile(file, headers)),
    ]),
    ...checkPatterns(files),
  ];
}
