import type { RecordReference, Template, Value } from '../mapping/mapping.js';

/** The values of a row: the number of its line, then its columns in the order of the mapping. */
export type Values = readonly Value[];
/** The name under which every template finds the number of the row's line. */
export const ROW = 'row';

/** Where in the values a column stands, by its name. */
export type Places = ReadonlyMap<string, number>;

/** What a template made; nothing where a column it names is empty. */
export type Rendered = Value | readonly Rendered[] | { readonly [field: string]: Rendered };

/** A compiled template. */
export interface Rendering<T = Rendered> {
  readonly render: (values: Values) => T;
  /** The places of the columns it names. */
  readonly places: readonly number[];
}

/** Which columns a field of the command is made of, by the field's JSON pointer. */
export interface FieldOrigin {
  readonly pointer: string;
  readonly places: readonly number[];
}

/** The id of another record. */
export interface ReferenceRendering {
  readonly aggregate: string;
  readonly id: Rendering<string | undefined>;
}

/** The template cannot be compiled: it names a column that the mapping does not declare, or a brace stands alone. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Where a column stands. Throws {@link TemplateError} where the mapping has no such column. */
export function placeOf(name: string, columns: Places): number {
  const place = columns.get(name);
  if (place === undefined) throw new TemplateError(`"${name}" is no column of the mapping`);
  return place;
}

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g;
type Piece = string | number;

function piece(found: string, name: string | undefined, places: Places): Piece {
  if (name !== undefined) return placeOf(name, places);
  if (found === '{' || found === '}') throw new TemplateError(`a single ${found} is written ${found}${found}`);
  return found === '{{' || found === '}}' ? found[0]! : found;
}

function join(pieces: readonly Piece[], values: Values): string | undefined {
  let text = '';
  for (const one of pieces) {
    const value = typeof one === 'number' ? values[one] : one;
    if (value === undefined) return undefined;
    text += String(value);
  }
  return text;
}

/** Compiles a text with `{column}` in it. One placeholder alone gives the column's value as it is, not its text. */
export function textTemplate(template: string, columns: Places): Rendering<Value> {
  const pieces = [...template.matchAll(PIECE)].map(([found, name]) => piece(found, name, columns));
  const places = pieces.filter(one => typeof one === 'number');
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === 'number') return { render: values => values[only], places };
  return { render: values => join(pieces, values), places };
}

const always =
  <T>(value: T) =>
  (): T =>
    value;

export const isReference = (template: object): template is RecordReference => Object.hasOwn(template, 'idOf');
const pointerTo = (pointer: string, field: string | number) =>
  `${pointer}/${String(field).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Compiles the templates of a command's fields, and keeps what they are made of. */
export class TemplateCompiler {
  readonly origins: FieldOrigin[] = [];
  readonly references: ReferenceRendering[] = [];
  constructor(
    private readonly columns: Places,
    private readonly recordId: (aggregate: string, key: string) => string,
  ) {}

  compile(template: Template, pointer: string): Rendering {
    if (typeof template === 'string') return this.#kept(pointer, textTemplate(template, this.columns));
    if (typeof template !== 'object') return { render: () => template, places: [] };
    if (Array.isArray(template)) return this.#list(template as readonly Template[], pointer);
    if (isReference(template)) return this.#kept(pointer, this.#reference(template));
    return this.#object(template as Readonly<Record<string, Template>>, pointer);
  }

  #kept(pointer: string, rendering: Rendering): Rendering {
    this.origins.push({ pointer, places: rendering.places });
    return rendering;
  }

  #reference({ idOf, key }: RecordReference): Rendering {
    const { places, render } = textTemplate(key, this.columns);
    const idOfKey = (values: Values) => {
      const found = render(values);
      return found === undefined ? undefined : this.recordId(idOf, String(found));
    };
    const id = { places, render: places.length === 0 ? always(idOfKey([])) : idOfKey };
    this.references.push({ aggregate: idOf, id });
    return id;
  }

  #list(templates: readonly Template[], pointer: string): Rendering {
    const items = templates.map((item, at) => this.compile(item, pointerTo(pointer, at)));
    const places = items.flatMap(item => item.places);
    return {
      places,
      render: values => {
        const found = items.map(item => item.render(values));
        return isVoid(items, found) ? undefined : found.filter(item => item !== undefined);
      },
    };
  }

  /** The fields of the command itself: they are there even if nothing is in them. */
  fields(templates: Readonly<Record<string, Template>>): Rendering {
    return this.#object(templates, '', () => false);
  }

  #object(templates: Readonly<Record<string, Template>>, pointer: string, isNothing = isVoid): Rendering {
    const names = Object.keys(templates);
    const fields = names.map(name => this.compile(templates[name]!, pointerTo(pointer, name)));
    return {
      places: fields.flatMap(field => field.places),
      render: values => {
        const found = fields.map(field => field.render(values));
        if (isNothing(fields, found)) return undefined;
        const object: Record<string, Rendered> = {};
        for (let at = 0; at < names.length; at += 1) if (found[at] !== undefined) object[names[at]!] = found[at];
        return object;
      },
    };
  }
}

/** Whether parts were to come from columns and none did: then the whole is left out. */
const isVoid = (parts: readonly Rendering[], found: readonly Rendered[]) =>
  parts.some(({ places }) => places.length > 0) &&
  parts.every(({ places }, at) => places.length === 0 || found[at] === undefined);
