/** A value of a cleaned column: text, number or truth value; undefined where the column is empty. */
export type Value = string | number | boolean | undefined;

/** How the bytes of a file become rows. */
interface SourceCommon {
  /** Where the file lies, relative to the folder of the data. */
  readonly path: string;
  /** A WHATWG encoding label; UTF-8 where it is left out. A byte order mark is skipped. */
  readonly encoding?: string;
  /** Lines that start with this are no rows. */
  readonly comment?: string;
}
export interface CsvSource extends SourceCommon {
  readonly format: 'csv';
  /** One character; a comma where it is left out. */
  readonly delimiter?: string;
  /** One character; `"` where it is left out. Doubled inside a quoted field, it stands for itself. */
  readonly quote?: string;
  /** The columns' names, for a file without a header line. */
  readonly header?: readonly string[];
}
export interface FixedSource extends SourceCommon {
  readonly format: 'fixed';
  /** Column → its first character, from 1, and how many characters it has. */
  readonly fields: Readonly<Record<string, { readonly start: number; readonly width: number }>>;
}
export type Source = CsvSource | FixedSource;

export const columnTypes = ['text', 'id', 'integer', 'number', 'decimal', 'boolean', 'date', 'instant'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** A column of the mapping: which column of the file it reads, and how its text becomes a value, in this order. */
export interface Column {
  /** The file's column; the same name where it is left out. Several are joined by a space. */
  readonly from?: string | readonly string[];
  /** Whether blanks at both ends go; they do where it is left out. */
  readonly trim?: boolean;
  /** Texts that stand for nothing. */
  readonly empty?: readonly string[];
  /** Text → the text to take instead; what is not in the table stays as it is. */
  readonly map?: Readonly<Record<string, string | number | boolean>>;
  /** So many characters it must have: leading zeros that a spreadsheet has eaten are put back. */
  readonly pad?: number;
  /** Taken where the column is empty. */
  readonly default?: string | number | boolean;
  /** Table and column to look the text up in, as `teams.manager`; what is not in the table is refused. */
  readonly lookup?: string;
  /** Whether an empty one is refused. */
  readonly required?: boolean;
  /** A regular expression (RE2) that the whole text must match. */
  readonly pattern?: string;
  /** What it is; text where it is left out. */
  readonly type?: ColumnType;
  /** Dates and instants: how they are written. */
  readonly format?: string | readonly string[];
  /** Dates written without a year. */
  readonly year?: number;
  /** Instants written without an offset; UTC where it is left out. */
  readonly timeZone?: string;
  /** Numbers: what stands between whole and fraction; a point where it is left out. */
  readonly decimalMark?: '.' | ',';
  /** Numbers: what stands between groups of three digits; nothing where it is left out. */
  readonly groupMark?: '.' | ',' | ' ' | "'";
  /** Decimals: by which power of ten to multiply, as 6 for an amount in millions. */
  readonly shift?: number;
}
export type Columns = Readonly<Record<string, Column | null>>;

/** A file to look values up in, kept in memory. */
export type Table = Source & { readonly key: string };

/** Column → the value it must have, the values it may have, those it must not have, or whether it must be empty. */
export type Conditions = Readonly<Record<string, Condition>>;
export type Plain = string | number | boolean;
export type Condition =
  Plain | readonly Plain[] | { readonly not: Plain | readonly Plain[] } | { readonly empty: boolean };

/** A field of a command: a text with `{column}` in it, a literal, the id of a record, or an object or list of those. */
export type Template = Plain | RecordReference | readonly Template[] | { readonly [field: string]: Template };
/** The id of the record that this source knows by the key. */
export interface RecordReference {
  readonly idOf: string;
  readonly key: string;
}

/** A command that each row becomes. */
export interface CommandMapping {
  readonly command: string;
  /** What the source knows the record by; the record's id derives from it. */
  readonly key?: string;
  /** The record's own id, for records whose ids people choose. */
  readonly id?: string;
  /** Tells commands of one name to one record apart; a template like the key. */
  readonly step?: string;
  /** Whether many rows say it and the first one does. */
  readonly once?: boolean;
  readonly when?: Conditions;
  /** Columns that must not be empty where the command applies; a field that comes out empty is left out. */
  readonly needs?: readonly string[];
  readonly fields?: Readonly<Record<string, Template>>;
}

/** A file, and what becomes of its rows. */
export type FileMapping = Source & {
  readonly name: string;
  /** What the rows are. */
  readonly kind?: string;
  readonly columns: Columns;
  /** Carried out once before the first row. */
  readonly before?: readonly CommandMapping[];
  readonly commands: readonly CommandMapping[];
};

/** A mapping as written. */
export interface Mapping {
  readonly name: string;
  readonly description?: string;
  /** The system that the data comes from: it stands in every event, and with a key it names a record. */
  readonly source: string;
  readonly tables?: Readonly<Record<string, Table>>;
  readonly files: readonly FileMapping[];
}
