import { commandValidator } from '@touchstream/command-service';
import type { Validator } from '@touchstream/events';
import type { CommandMapping, Value } from '../mapping/mapping.js';
import { commandNamed, type KnownCommand } from './commands.js';
import { conditions } from './conditions.js';
import {
  TemplateCompiler,
  textTemplate,
  type FieldOrigin,
  type Places,
  type Rendering,
  type Values,
} from './template.js';
import type { Identities } from './identity.js';

/** A command as a row says it, ready to be sent. */
export interface PreparedCommand {
  readonly known: KnownCommand;
  readonly commandId: string;
  /** The record it makes or changes. */
  readonly aggregateId: string;
  readonly body: Record<string, unknown>;
  readonly once: boolean;
  /** The record it makes or changes, and those it names: they are dealt with in the order of the rows. */
  readonly changes: string;
  readonly names: readonly string[];
  /** The places of the columns of which a field is made, by its JSON pointer. */
  readonly placesOf: (pointer: string) => readonly number[];
}

/** What is wrong with a command, and of which columns it is made. */
export interface CommandFault {
  readonly places: readonly number[];
  readonly reason: string;
}

/** A compiled command of a mapping. */
export interface CommandPlan {
  readonly applies: (values: Values) => boolean;
  readonly prepare: (values: Values) => PreparedCommand | readonly CommandFault[];
}

/** Every command of an import says so, unless the mapping names another channel. */
const COMMON = { channel: 'import' };

interface Compiled {
  readonly mapping: CommandMapping;
  readonly known: KnownCommand;
  readonly identities: Identities;
  readonly validate: Validator;
  readonly body: Rendering;
  readonly origins: readonly FieldOrigin[];
  readonly references: TemplateCompiler['references'];
  readonly address: Rendering<Value> | undefined;
}

/** Compiles a command of a mapping that has been checked. Throws `TemplateError`. */
export function commandPlan(
  mapping: CommandMapping,
  { columns, source, identities }: { columns: Places; source: string; identities: Identities },
): CommandPlan {
  const known = commandNamed(mapping.command)!;
  const compiler = new TemplateCompiler(columns, (aggregate, key) => identities.recordId(aggregate, key));
  const body = compiler.compile({ ...COMMON, source, ...mapping.fields }, '');
  const named = mapping.key ?? mapping.id;
  const address = named === undefined ? undefined : textTemplate(named, columns);
  const { origins, references } = compiler;
  const validate = commandValidator(known.type);
  const compiled: Compiled = { mapping, known, identities, validate, body, origins, references, address };
  return { applies: conditions(mapping.when, columns), prepare: values => prepare(compiled, values) };
}

function prepare(compiled: Compiled, values: Values): PreparedCommand | readonly CommandFault[] {
  const { mapping, known, body: template, validate, address, references } = compiled;
  const body = (template.render(values) ?? {}) as Record<string, unknown>;
  const faults = validate(body).map(({ pointer, message }) => ({
    places: placesOf(compiled.origins, pointer),
    reason: `${mapping.command}${pointer === '' ? '' : ` ${pointer}`} ${message}`,
  }));
  const key = address?.render(values);
  if (address !== undefined && key === undefined)
    faults.push({
      places: address.places,
      reason: `${mapping.command}: what the record is known by must not be empty`,
    });
  if (faults.length > 0) return faults;
  return {
    ...addressed(compiled, key, body),
    known,
    body,
    once: mapping.once === true,
    placesOf: pointer => placesOf(compiled.origins, pointer),
    names: references.flatMap(reference => nameOf(reference.aggregate, reference.key.render(values))),
  };
}

const nameOf = (aggregate: string, key: Value): string[] => (key === undefined ? [] : [`${aggregate}/${String(key)}`]);

function addressed(
  { mapping: { command, key, step }, known, identities }: Compiled,
  found: Value,
  body: Record<string, unknown>,
): Pick<PreparedCommand, 'commandId' | 'aggregateId' | 'changes'> {
  const { aggregate, creates } = known;
  const id = String(found);
  if (creates === 'derived')
    return {
      commandId: identities.creationId(aggregate.name, id),
      aggregateId: identities.recordId(aggregate.name, id),
      changes: `${aggregate.name}/${id}`,
    };
  const what = step === undefined ? command : `${command}/${step}`;
  if (key !== undefined)
    return {
      commandId: identities.commandId(aggregate.name, { key: id }, what),
      aggregateId: identities.recordId(aggregate.name, id),
      changes: `${aggregate.name}/${id}`,
    };
  const chosen = creates === 'chosen' ? aggregate.identify![command]!(body as never) : id;
  return {
    commandId: identities.commandId(aggregate.name, { id: chosen }, what),
    aggregateId: chosen,
    changes: `${aggregate.name}#${chosen}`,
  };
}

/** The columns that a field is made of, or else those of the fields in it or around it. */
function placesOf(origins: readonly FieldOrigin[], pointer: string): readonly number[] {
  const related = origins.filter(
    origin =>
      origin.pointer === pointer ||
      origin.pointer.startsWith(`${pointer}/`) ||
      pointer.startsWith(`${origin.pointer}/`),
  );
  return [...new Set(related.flatMap(({ places }) => places))];
}
