import { commandValidator } from '@touchstream/command-service';
import type { Validator } from '@touchstream/events';
import type { CommandMapping, Value } from '../mapping/mapping.js';
import { addressing } from './addressing.js';
import { commandNamed, type KnownCommand } from './commands.js';
import { conditions } from './conditions.js';
import type { Addressed, Identities } from './identity.js';
import { placeOf, TemplateCompiler, textTemplate, type Places, type Rendering, type Values } from './template.js';

/** A command as a row says it, ready to be sent. */
export interface PreparedCommand extends Addressed {
  readonly plan: CommandPlan;
  readonly body: Record<string, unknown>;
  /** The other records it names that rows of the file change: they are dealt with in the order of the rows. */
  readonly names: readonly string[];
}

/** Whether a command that many rows say has been carried out: then it is not prepared again. */
export type IsKnown = (commandId: string) => boolean;

/** What is wrong with a command, and of which columns it is made. */
export interface CommandFault {
  readonly places: readonly number[];
  readonly reason: string;
}

/** Every command of an import says so, unless the mapping names another channel. */
const COMMON = { channel: 'import' };
const EMPTY = 'must not be empty here';
const NOTHING: readonly CommandFault[] = [];

export interface CommandPlanOptions {
  readonly columns: Places;
  readonly source: string;
  readonly identities: Identities;
  /** The aggregates whose records the rows change. */
  readonly changed: ReadonlySet<string>;
}

/** A compiled command of a mapping that has been checked. */
export class CommandPlan {
  readonly known: KnownCommand;
  /** Whether many rows say it and the first one does. */
  readonly once: boolean;
  readonly applies: (values: Values) => boolean;
  readonly #validate: Validator;
  readonly #compiler: TemplateCompiler;
  readonly #fields: Rendering;
  readonly #key: Rendering<Value>;
  readonly #what: Rendering<Value>;
  readonly #needs: readonly number[];
  readonly #address: ReturnType<typeof addressing>;
  readonly #references: readonly Rendering<string | undefined>[];

  /** Throws `TemplateError`. */
  constructor(mapping: CommandMapping, { columns, source, identities, changed }: CommandPlanOptions) {
    const { command, key, id, step, once = false, when, needs = [], fields } = mapping;
    this.known = commandNamed(command)!;
    this.once = once;
    this.applies = conditions(when, columns);
    this.#validate = commandValidator(this.known.type);
    this.#compiler = new TemplateCompiler(columns, (aggregate, of) => identities.recordId(aggregate, of));
    this.#fields = this.#compiler.fields({ ...COMMON, source, ...fields });
    this.#key = textTemplate(key ?? id ?? '', columns);
    this.#what = textTemplate(step === undefined ? command : `${command}/${step}`, columns);
    this.#needs = [...this.#key.places, ...this.#what.places, ...needs.map(name => placeOf(name, columns))];
    this.#address = addressing(mapping, this.known, identities);
    this.#references = this.#compiler.references.filter(one => changed.has(one.aggregate)).map(one => one.id);
  }

  /** The command that the values make, what is wrong with it, or nothing where it has been carried out. */
  prepare(values: Values, isKnown: IsKnown): PreparedCommand | readonly CommandFault[] {
    if (this.once && this.#isKnown(values, isKnown)) return NOTHING;
    const body = this.#fields.render(values) as Record<string, unknown>;
    const faults = this.#faults(values, body);
    if (faults.length > 0) return faults;
    const { commandId, aggregateId } = this.#addressed(values, body);
    return { commandId, aggregateId, plan: this, body, names: this.#named(values) };
  }

  #isKnown(values: Values, isKnown: IsKnown): boolean {
    // The id of a record that is named in the fields is not known before these are right.
    if (this.known.creates === 'chosen' || this.#needs.some(place => values[place] === undefined)) return false;
    return isKnown(this.#addressed(values, {}).commandId);
  }

  #addressed(values: Values, body: Readonly<Record<string, unknown>>): Addressed {
    const { creates, aggregate, name } = this.known;
    const named = creates === 'chosen' ? aggregate.identify![name]!(body as never) : String(this.#key.render(values));
    return this.#address(named, String(this.#what.render(values)));
  }

  #faults(values: Values, body: Record<string, unknown>): readonly CommandFault[] {
    const invalid = this.#validate(body);
    if (invalid.length === 0 && this.#needs.every(place => values[place] !== undefined)) return NOTHING;
    const { name } = this.known;
    const faults: CommandFault[] = invalid.map(({ pointer, message }) => ({
      places: this.placesOf(pointer),
      reason: `${[name, pointer].filter(Boolean).join(' ')} ${message}`,
    }));
    for (const place of this.#needs)
      if (values[place] === undefined) faults.push({ places: [place], reason: `${name}: ${EMPTY}` });
    return faults;
  }

  /** The places of the columns that a field is made of, or else of the fields in it or around it; none for no field. */
  placesOf(pointer: string): readonly number[] {
    if (pointer === '') return [];
    const isNear = (origin: string) =>
      origin === pointer || origin.startsWith(`${pointer}/`) || pointer.startsWith(`${origin}/`);
    return [...new Set(this.#compiler.origins.filter(one => isNear(one.pointer)).flatMap(({ places }) => places))];
  }

  #named(values: Values): string[] {
    const records: string[] = [];
    for (const { render } of this.#references) {
      const found = render(values);
      if (found !== undefined) records.push(found);
    }
    return records;
  }
}
